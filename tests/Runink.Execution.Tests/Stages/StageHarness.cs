using System.Security.Cryptography;
using System.Text;
using Runink.Data.Engines;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>
/// A project directory and a slice that runs in it, through the protocol that the coordinator speaks: in this process, or in the program
/// that <see cref="SliceProgram.Variable"/> names.
/// </summary>
internal sealed class StageHarness : IDisposable
{
    public static readonly string Key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("runink-stage-");

    public string Root => _root.FullName;

    public string SpillDirectory => Directory.CreateDirectory(Path.Combine(Root, "spill")).FullName;

    public long MemoryBytes { get; init; } = 1L << 30;

    public bool Ordered { get; init; }

    public string Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    public string Write(string path, byte[] content)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return full;
    }

    /// <summary>Runs the plan; every source reads the files that match its path by name.</summary>
    public StageOutcome Run(ScenarioPlan plan, SliceShare? share = null) => Run(AssignmentOf(plan) with { Share = share });

    /// <summary>Runs assignments in one slice, one after the other.</summary>
    public static StageOutcome Run(params SliceAssignment[] assignments)
    {
        if (SliceProgram.Named is { } program) return SliceProgram.Run(program, assignments);
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(assignments.Select(each => PlanJson.Write(each) + "\n"))));
        using var output = new MemoryStream();
        var exitCode = SliceHost.Run(input, output, abandoned: () => { }, TestContext.Current.CancellationToken);
        var events = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(PlanJson.Read<SliceEvent>);
        return new StageOutcome(exitCode, [.. events]);
    }

    /// <summary>The assignment to run the plan.</summary>
    public SliceAssignment AssignmentOf(ScenarioPlan plan) => new()
    {
        Run = "R1",
        Stage = "S1",
        Attempt = 1,
        RunTime = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero),
        Plan = plan,
        ProjectRoot = Root,
        Inputs = [.. plan.Nodes.OfType<SourceNode>().SelectMany(Pin)],
        Staging = [.. plan.Sinks.Select(sink => sink.Id).Append(StagingTarget.DeadLetters).Select(Stage)],
        SpillDirectory = SpillDirectory,
        MemoryBytes = MemoryBytes,
        Threads = 2,
        MaskingKey = Key,
        Ordered = Ordered,
    };

    /// <summary>Rows of a query over what was written; <c>{0}</c> stands for the staging directory of sink 0, and so on.</summary>
    public IReadOnlyList<string> Query(string sql)
    {
        for (var sink = -1; sink < 4; sink++) sql = sql.Replace($"{{{sink}}}", StagingDirectory(sink), StringComparison.Ordinal);
        using var engine = OpenEngine();
        using var connection = engine.Connect();
        using var result = connection.Query(sql);
        return [.. result.Rows().Select(row => string.Join("|", row.Select(value => value is null ? "null" : FormattableString.Invariant($"{value}"))))];
    }

    public IReadOnlyList<DeadLetter> Letters()
    {
        var directory = StagingDirectory(StagingTarget.DeadLetters);
        return [.. Directory.GetFiles(directory, "letters*.jsonl").SelectMany(File.ReadLines).Select(PlanJson.Read<DeadLetter>)];
    }

    public string StagingDirectory(int sink) => Path.Combine(Root, "staging", $"sink{sink}");

    public void Dispose() => _root.Delete(recursive: true);

    private Engine OpenEngine() =>
        Engine.Open(new EngineOptions { MemoryLimitBytes = 1L << 30, Threads = 1, SpillDirectory = Path.Combine(Root, "query-spill") });

    private IEnumerable<PinnedInput> Pin(SourceNode source)
    {
        var directory = Path.Combine(Root, Path.GetDirectoryName(source.Dataset.Path)!);
        foreach (var file in Directory.GetFiles(directory, Path.GetFileName(source.Dataset.Path)).Order(StringComparer.Ordinal))
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            yield return new PinnedInput(source.Id, Path.GetRelativePath(Root, file), new FileInfo(file).Length, new DateTimeOffset(File.GetLastWriteTimeUtc(file)), hash);
        }
    }

    private StagingTarget Stage(int sink) => new(sink, Directory.CreateDirectory(StagingDirectory(sink)).FullName);
}

/// <summary>What a slice said.</summary>
internal sealed record StageOutcome(int ExitCode, EquatableList<SliceEvent> Events)
{
    public SliceFinished Finished => Events[^1] is SliceFinished finished
        ? finished
        : throw new InvalidOperationException($"the slice failed: {Events[^1]}");

    public SliceFailed Failed => Assert.IsType<SliceFailed>(Events[^1]);

    public IEnumerable<string> Warnings => Events.OfType<SliceWarning>().Select(warning => warning.Message);
}
