using Runink.Pipelines.Types;

namespace Runink.Runs.Ledger;

/// <summary>A run as the ledger keeps it, under <c>runs/RUN</c>. Enough to plan it again for a resume.</summary>
public sealed record RunRecord : ILedgerRecord
{
    /// <summary>Version of this format.</summary>
    public const int CurrentVersion = 1;

    /// <inheritdoc/>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Name of the run.</summary>
    public required string Id { get; init; }

    /// <summary>How far it is.</summary>
    public required RunState State { get; init; }

    /// <summary>When it began: the time that parameters and dead letters carry, also after a resume.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>When it ended the last time.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Feature files, as they were asked for.</summary>
    public required EquatableList<string> Features { get; init; }

    /// <summary>The one scenario that was asked for, or null for all.</summary>
    public string? Scenario { get; init; }

    /// <summary>Values of <c>{{param.x}}</c>.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Ids of its stages, in the order in which they run.</summary>
    public required EquatableList<string> Stages { get; init; }

    /// <summary>Whether it has ended for now; an ended run that did not succeed can be resumed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasEnded => State is RunState.Succeeded or RunState.Failed or RunState.Interrupted;
}
