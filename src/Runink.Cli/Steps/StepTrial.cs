using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;
using Runink.Runs.Coordination;
using Runink.Runs.DeadLetters;
using Runink.Runs.Publishing;

namespace Runink.Cli.Steps;

/// <summary>
/// One step alone: a project of its own in a temporary directory, with a feature that passes records through the step. It runs as every other
/// project does, sandbox, judging and limits included, and goes when it is disposed.
/// </summary>
internal sealed class StepTrial : IDisposable
{
    private const string Feature = "step.feature";
    private const string Returned = "out/returned";
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("runi-step-");

    /// <summary>The step.</summary>
    public required OwnStep Step { get; init; }

    /// <summary>Absolute path of its file.</summary>
    public required string File { get; init; }

    /// <summary>What the records are written as: <c>jsonl</c>, <c>csv</c>, or <c>parquet</c>, whose files say themselves which columns they have.</summary>
    public required string Format { get; init; }

    /// <summary>Tags of the scenario: its limits.</summary>
    public required string Tags { get; init; }

    /// <summary>Runs the step over records.</summary>
    /// <param name="records">Writes them into a file that does not exist yet.</param>
    /// <param name="isolation">How the step is kept apart.</param>
    /// <param name="terminal">For warnings.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RuninkException">The step cannot be planned.</exception>
    public async Task<TrialResult> RunAsync(Action<string> records, string isolation, Terminal terminal, CancellationToken cancellation)
    {
        Write(records);
        var time = DateTimeOffset.UtcNow;
        var loaded = LoadedFeatures.Load([Feature], _root.FullName, new PlaceholderValues(new Dictionary<string, string>(), time));
        terminal.SourceRoot = _root.FullName;
        if (loaded.HasErrors) throw terminal.Refuse(loaded.Diagnostics);
        var request = new RunRequest { Features = loaded.Files, Plans = loaded.Plan.Scenarios, Time = time, Ordered = true };
        await using var session = await ProjectSession.OpenAsync(loaded.Project, terminal, cancellation);
        await using var isolated = RunIsolation.Open(isolation, request.Plans, session.Project, terminal);
        var result = await session.Coordinator(isolated).RunAsync(request, new Silence(), cancellation);
        var letters = new List<DeadLetter>();
        var queue = new DeadLetterReader(session.Project, session.Ledger);
        await foreach (var letter in queue.ReadAsync(new DeadLetterFilter(), cancellation)) letters.Add(letter);
        return new TrialResult(result, Lines(session.Project), letters, Printed(session.Project, result));
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Delete(recursive: true);

    private void Write(Action<string> records)
    {
        System.IO.File.WriteAllText(PathOf(Project.FileName), "name: step\n");
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(Step.File))!);
        System.IO.File.Copy(File, PathOf(Step.File));
        var file = $"records.{Format}";
        records(PathOf(file));
        var columns = Format == "parquet" ? "" : $"\n      | columns | {Columns(Step.Takes)} |";
        System.IO.File.WriteAllText(PathOf(Feature), $"""
            Feature: a step alone

              {Tags}
              Scenario: step
                Given a table "records" from "{Format}://{file}"
                  | option       | value |
                  | may be empty | yes   |{columns}
                When records are transformed by {Words()}
                Then returned goes to "jsonl://{Returned}"
                But records that fail go to the dead-letter queue "jsonl://out/rejected"
            """);
    }

    private string Words()
    {
        if (Step.IsCSharp) return $"the C# step \"{Step.File}\" as returned";
        var rows = Step.Returns.Select(column => $"\n      | {Cell(column.Name)} | {Cell(column.Type.ToString())} |");
        var access = Step.Endpoints.Count == 0 ? "" : $" with access to \"{string.Join(", ", Step.Endpoints)}\"";
        return $"the program \"{Step.File}\"{access} as returned\n      | column | type |{string.Concat(rows)}";
    }

    private static string Columns(IEnumerable<Column> columns) =>
        Cell(string.Join(", ", columns.Select(column => $"\"{column.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {column.Type}")));

    private static string Cell(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    private IEnumerable<string> Lines(Project project) => Directory.Exists(PathOf(Returned)) || System.IO.File.Exists(PathOf(Returned))
        ? new DatasetReader(project).Resolve(new DatasetRef("jsonl", Returned)).Files.SelectMany(file => System.IO.File.ReadLines(PathOf(file)))
        : [];

    private static string Printed(Project project, RunResult result) =>
        string.Concat(SliceLog.Of(project, result.Run.Id).SelectMany(log => log.Files).Select(System.IO.File.ReadAllText));

    private string PathOf(string file) => Path.Combine(_root.FullName, file);

    private sealed class Silence : IRunObserver
    {
        public void On(RunEvent happened)
        {
            // The result says all there is to say.
        }
    }
}

/// <summary>What came of a trial.</summary>
/// <param name="Run">How the run ended.</param>
/// <param name="Returned">The records that came back, as JSON lines; read while the trial lives.</param>
/// <param name="Letters">The records that were rejected or did not fit.</param>
/// <param name="Printed">What the step printed.</param>
internal sealed record TrialResult(RunResult Run, IEnumerable<string> Returned, IReadOnlyList<DeadLetter> Letters, string Printed);
