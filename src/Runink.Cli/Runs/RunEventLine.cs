using Runink.Runs.Ledger;

namespace Runink.Cli.Runs;

/// <summary>
/// One line of <c>run -o json</c> while the run goes on; what an event does not have is left out. Described in
/// docs/internals/formats.md.
/// </summary>
/// <param name="Event">What happened: <c>runStarted</c>, <c>stageStarted</c>, <c>stageProgressed</c>, ….</param>
/// <param name="Time">When.</param>
internal sealed record RunEventLine(string Event, DateTimeOffset Time)
{
    /// <summary>Version of the format.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version that this line was written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The run, when it starts.</summary>
    public string? Run { get; init; }

    /// <summary>Ids of its stages, in order, when it starts.</summary>
    public IReadOnlyList<string>? Stages { get; init; }

    /// <summary>The stage that the event is about.</summary>
    public string? Stage { get; init; }

    /// <summary>Its attempt, when one begins.</summary>
    public int? Attempt { get; init; }

    /// <summary>How it ended.</summary>
    public StageState? State { get; init; }

    /// <summary>The dataset that it waits for.</summary>
    public string? Dataset { get; init; }

    /// <summary>Who uses that dataset.</summary>
    public string? Holder { get; init; }

    /// <summary>Records read so far.</summary>
    public long? RecordsRead { get; init; }

    /// <summary>Records that failed so far.</summary>
    public long? RecordsFailed { get; init; }

    /// <summary>Bytes of the inputs consumed so far.</summary>
    public long? BytesRead { get; init; }

    /// <summary>Bytes of all inputs.</summary>
    public long? BytesTotal { get; init; }

    /// <summary>What the slice is doing, for people.</summary>
    public string? Step { get; init; }

    /// <summary>Code of a warning or failure.</summary>
    public string? Code { get; init; }

    /// <summary>The warning or failure.</summary>
    public string? Message { get; init; }

    /// <summary>Milliseconds until the next attempt.</summary>
    public long? DelayMilliseconds { get; init; }
}
