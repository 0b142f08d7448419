using System.Text.Json.Serialization;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Slices;

/// <summary>
/// What a slice reports, one JSON line each on its standard output; standard error is its log. An assignment ends with exactly one
/// <see cref="SliceFinished"/> or <see cref="SliceFailed"/>; silence and an exit mean that it was killed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(SliceReady), "ready")]
[JsonDerivedType(typeof(SliceStarted), "started")]
[JsonDerivedType(typeof(SliceProgress), "progress")]
[JsonDerivedType(typeof(SliceWarning), "warning")]
[JsonDerivedType(typeof(SliceFinished), "finished")]
[JsonDerivedType(typeof(SliceFailed), "failed")]
public abstract record SliceEvent
{
    /// <summary>Protocol version.</summary>
    public int Version { get; init; } = SliceAssignment.CurrentVersion;
}

/// <summary>The process waits for an assignment: its first one, or after a result for another one.</summary>
/// <param name="ResidentBytes">Memory that it holds meanwhile.</param>
public sealed record SliceReady(long ResidentBytes) : SliceEvent
{
    /// <summary>Its build, to be compared with <see cref="SliceAssignment.CurrentBuild"/>; null where nobody says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Build { get; init; }
}

/// <summary>The slice has read its assignment and opened its engine.</summary>
public sealed record SliceStarted(int ProcessId) : SliceEvent;

/// <summary>How far it is; sent at most a few times a second.</summary>
/// <param name="RecordsRead">Records read so far.</param>
/// <param name="RecordsFailed">Records that failed so far.</param>
/// <param name="BytesRead">Bytes of the inputs consumed so far.</param>
/// <param name="BytesTotal">Bytes of all inputs.</param>
/// <param name="Step">What it is doing, for people.</param>
public sealed record SliceProgress(long RecordsRead, long RecordsFailed, long BytesRead, long BytesTotal, string Step) : SliceEvent;

/// <summary>Something the person should know that stops nothing, for example drift.</summary>
/// <param name="Code">Code of the error catalogue.</param>
/// <param name="Message">What.</param>
public sealed record SliceWarning(string Code, string Message) : SliceEvent;

/// <summary>The work is done, written and synced in staging; nothing is published yet.</summary>
public sealed record SliceFinished : SliceEvent
{
    /// <summary>Records read from all sources.</summary>
    public required long RecordsRead { get; init; }

    /// <summary>Records that broke at least one rule.</summary>
    public required long RecordsFailed { get; init; }

    /// <summary>Failures by rule id; a record that breaks three rules counts in three.</summary>
    public required IReadOnlyDictionary<string, long> FailedByRule { get; init; }

    /// <summary>Everything written in staging.</summary>
    public required EquatableList<StagedPart> Parts { get; init; }

    /// <summary>Verdicts of the plan's checks, in its order.</summary>
    public required EquatableList<CheckResult> Checks { get; init; }

    /// <summary>Peak resident memory of the process, bytes.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>CPU time of the process, milliseconds.</summary>
    public required long CpuMilliseconds { get; init; }

    /// <summary>How long it was held back by its ceiling of processors, milliseconds; 0 where nobody counts that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ThrottledMilliseconds { get; init; }

    /// <summary>Bytes that it wrote into edges to other slices, and that steps of one's own, which count nothing, returned to it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long EdgeBytes { get; init; }
}

/// <summary>The work could not be done.</summary>
/// <param name="Code">Code of the error catalogue.</param>
/// <param name="Message">What is wrong, naming file and line where it can.</param>
/// <param name="Hint">How to mend it.</param>
/// <param name="ExitCode">Exit code that the command should end with.</param>
/// <param name="Retryable">Whether another attempt could succeed without a change of input or feature.</param>
public sealed record SliceFailed(string Code, string Message, string? Hint, int ExitCode, bool Retryable) : SliceEvent
{
    /// <summary>Whether all that went wrong is that the slice at the other end of an edge is gone: then that one is to blame.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LostPeer { get; init; }
}

/// <summary>One file in staging.</summary>
/// <param name="Sink">Sink id, or <see cref="StagingTarget.DeadLetters"/>.</param>
/// <param name="Path">Relative to the sink's staging directory; partition directories included.</param>
/// <param name="Rows">Records in it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Content hash, hex.</param>
public sealed record StagedPart(int Sink, string Path, long Rows, long Size, string Sha256);

/// <summary>The verdict of one check.</summary>
/// <param name="Name">The check's name.</param>
/// <param name="Passed">Whether it held.</param>
/// <param name="Severity">What a failure does: <c>error</c> or <c>warn</c>.</param>
/// <param name="Expected">What was demanded.</param>
/// <param name="Actual">What was measured.</param>
public sealed record CheckResult(string Name, bool Passed, string Severity, string Expected, string Actual)
{
    /// <summary>The verdict of a check of the plan.</summary>
    public static CheckResult Of(CheckPlan check, bool passed, string expected, string actual) =>
        new(check.Name, passed, check.Severity == CheckSeverity.Error ? "error" : "warn", expected, actual);
}
