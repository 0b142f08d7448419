using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Runs.Coordination;
using Runink.Runs.Files;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;
using Runink.Runs.Tests.Slice;
using Runink.Store;
using Runink.Store.Memory;

namespace Runink.Runs.Tests;

/// <summary>
/// A project in a directory of its own, with an input of five records of which one is bad, and everything that runs it.
/// </summary>
internal sealed class TestProject : IAsyncDisposable
{
    public const string Input = "EU,1\nEU,2\nbad,price\nUS,3\nUS,4\n";

    public TestProject(IStore? store = null, string? root = null)
    {
        Root = root ?? Path.Combine(Scratch, $"runink-runs-{Guid.NewGuid():N}");
        Write("runink.yaml", "name: test\n");
        Write("data/in.csv", Input);
        Store = store ?? new MemoryStore();
        Ledger = new RunLedger(Store);
    }

    /// <summary>
    /// In memory where that can be had: thousands of syncs are what these tests are about, not what they should wait for.
    /// </summary>
    public static string Scratch => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string Root { get; }

    public IStore Store { get; }

    public RunLedger Ledger { get; }

    public Recorder Observer { get; } = new();

    public Project Project => Project.Find(Root);

    public StatePaths State => new(Project.StatePath);

    public static string SliceProgram => Path.Combine(AppContext.BaseDirectory, "Runink.Runs.Tests.Slice");

    public RunEnvironment Environment => new()
    {
        Project = Project,
        Store = Store,
        Launcher = new ProcessSliceLauncher(SliceProgram, ["slice"]),
        Programs = new PlainProgramLauncher(RuniProgram.Current()),
        Random = new Random(1),
        StopGrace = TimeSpan.FromMilliseconds(500),
    };

    public Task<RunResult> RunAsync(params ScenarioPlan[] plans) => RunAsync(Scenarios.Request(plans));

    /// <summary>Runs with slices in this process.</summary>
    public Task<RunResult> RunHereAsync(params ScenarioPlan[] plans) =>
        RunAsync(Scenarios.Request(plans), Environment with { Launcher = new InProcessLauncher() });

    public Task<RunResult> RunAsync(RunRequest request, RunEnvironment? environment = null) =>
        new RunCoordinator(environment ?? Environment).RunAsync(request, Observer, Cancellation);

    /// <summary>Resumes with slices in this process.</summary>
    public Task<RunResult> ResumeHereAsync(string run, params ScenarioPlan[] plans) =>
        new RunCoordinator(Environment with { Launcher = new InProcessLauncher() })
            .ResumeAsync(run, Scenarios.Request(plans), Observer, Cancellation);

    public Task<RecoveryReport> RecoverAsync(IFileOperations? files = null) =>
        new Recovery(Project, Ledger, TimeProvider.System, files ?? new DiskFiles()).RunAsync(Cancellation);

    public void Behave(Script script) => script.Write(Root);

    public string PathOf(string relative) => Path.Combine(Root, relative);

    public void Write(string relative, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllText(PathOf(relative), content);
    }

    /// <summary>All lines of a dataset as a reader of Runink sees it, sorted; empty when there is none.</summary>
    public IReadOnlyList<string> Read(string path, string format = "csv")
    {
        var reader = new DatasetReader(Project);
        var dataset = new DatasetRef(format, path);
        return reader.Manifest(dataset) is null
            ? []
            : [.. reader.Resolve(dataset).Files
                .SelectMany(file => File.ReadAllLines(PathOf(file))).Order(StringComparer.Ordinal)];
    }

    /// <summary>Visible files of a directory, relative to it, sorted, without manifests: what a glob sees.</summary>
    public IReadOnlyList<string> Glob(string path) => Directory.Exists(PathOf(path))
        ? [.. Directory.EnumerateFiles(PathOf(path), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(PathOf(path), file))
            .Where(file => Path.GetFileName(file)[0] is not ('_' or '.')).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Everything that a run in good order leaves behind no trace of.</summary>
    public IReadOnlyList<string> Litter()
    {
        var places = new[] { State.Staging, State.Spill, State.Runs }.Where(Directory.Exists);
        var hidden = Directory.EnumerateFileSystemEntries(Root, ".runink-*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Root, "*.new", SearchOption.AllDirectories));
        return [.. places.SelectMany(Directory.EnumerateFileSystemEntries).Concat(hidden)];
    }

    /// <summary>Waits for something another process does; the test's own time limit bounds it.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds()) await Task.Delay(5, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
