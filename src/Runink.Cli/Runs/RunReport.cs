using Runink.Pipelines.Slices;
using Runink.Runs.Ledger;

namespace Runink.Cli.Runs;

/// <summary>
/// A run for machines: what <c>run -o json</c> ends with and <c>status -o json</c> prints. Described in
/// docs/internals/formats.md.
/// </summary>
internal sealed record RunReport
{
    /// <summary>Version of the format.</summary>
    public int Version { get; init; } = RunEventLine.CurrentVersion;

    /// <summary>In a stream of events, which one this is.</summary>
    public string? Event { get; init; }

    /// <summary>In a stream of events, when.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>How far it is.</summary>
    public required RunState State { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Exit code of the command that carried it out.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Feature files.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Parameters.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Stages, in order.</summary>
    public required IReadOnlyList<StageReport> Stages { get; init; }

    /// <summary>The report of a run.</summary>
    public static RunReport Of(RunRecord run, IReadOnlyList<StageRecord> stages) => new()
    {
        Run = run.Id,
        State = run.State,
        Started = run.Time,
        Ended = run.Ended,
        Features = run.Features,
        Parameters = run.Parameters,
        Stages = [.. stages.Select(StageReport.Of)],
    };
}

/// <summary>One stage of a <see cref="RunReport"/>.</summary>
internal sealed record StageReport(
    string Id,
    string Scenario,
    StageState State,
    int Attempt,
    long? RecordsRead,
    long? RecordsFailed,
    IReadOnlyDictionary<string, long>? FailedByRule,
    IReadOnlyList<OutputReport> Outputs,
    IReadOnlyList<CheckResult> Checks,
    long? PeakMemoryBytes,
    long? CpuMilliseconds,
    long? ThrottledMilliseconds,
    long? EdgeBytes,
    IReadOnlyList<SliceUsage>? Slices,
    StageFailure? Failure)
{
    /// <summary>The report of a stage.</summary>
    public static StageReport Of(StageRecord stage) => new(
        stage.Id, stage.Scenario, stage.State, stage.Attempt,
        stage.Counts?.RecordsRead, stage.Counts?.RecordsFailed, stage.Counts?.FailedByRule,
        [.. stage.Outputs.Select(OutputReport.Of)],
        stage.Checks, stage.Counts?.PeakMemoryBytes, stage.Counts?.CpuMilliseconds,
        stage.Counts?.ThrottledMilliseconds, stage.Counts?.EdgeBytes, stage.Counts?.Slices, stage.Failure);
}

/// <summary>One dataset that a stage wrote.</summary>
internal sealed record OutputReport(string Dataset, bool DeadLetters, long Rows, long Bytes, int Files)
{
    /// <summary>The report of an output.</summary>
    public static OutputReport Of(StageOutput output) => new(
        output.Dataset.Identity, output.IsDeadLetters, output.Rows, output.Parts.Sum(part => part.Size), output.Parts.Count);
}
