using System.Text.Json.Serialization;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;
using Runink.Runs.Lineage;

namespace Runink.Runs.Ledger;

/// <summary>
/// A stage as the ledger keeps it, under <c>stages/RUN/STAGE</c>: the unit of commit and of resume. Today one scenario of one
/// run.
/// </summary>
public sealed record StageRecord : ILedgerRecord
{
    /// <summary>Version of this format.</summary>
    public const int CurrentVersion = 1;

    /// <inheritdoc/>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>Id within the run: its number and the scenario's name, <c>01-silver-validate</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Scenario name.</summary>
    public required string Scenario { get; init; }

    /// <summary>Feature file, relative to the project root.</summary>
    public required string Feature { get; init; }

    /// <summary>Hash of the plan.</summary>
    public required string PlanHash { get; init; }

    /// <summary>Contracts that the plan is bound to.</summary>
    public EquatableList<ContractRef> Contracts { get; init => field = value ?? []; } = [];

    /// <summary>Ids of the stages whose outputs it reads.</summary>
    public EquatableList<string> After { get; init => field = value ?? []; } = [];

    /// <summary>What the plan does, for the lineage.</summary>
    public EquatableList<LineageStep> Steps { get; init => field = value ?? []; } = [];

    /// <summary>How far it is.</summary>
    public required StageState State { get; init; }

    /// <summary>Newest attempt, from 1; 0 before the first. Only the newest may commit.</summary>
    public int Attempt { get; init; }

    /// <summary>The numbered cut; a bounded flow is epoch 0.</summary>
    public long Epoch { get; init; }

    /// <summary>Files that it reads. What an earlier stage of the run writes is pinned only when this stage begins.</summary>
    public EquatableList<PinnedInput> Inputs { get; init => field = value ?? []; } = [];

    /// <summary>Directories made outside <c>.runink/</c> to write parts aside; empty once they are gone.</summary>
    public EquatableList<string> OutsideStaging { get; init => field = value ?? []; } = [];

    /// <summary>When its newest attempt began.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When its outcome was decided.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Why it failed, was interrupted or skipped.</summary>
    public StageFailure? Failure { get; init; }

    /// <summary>What the slice counted; null before it finished.</summary>
    public StageCounts? Counts { get; init; }

    /// <summary>Verdicts of the plan's checks.</summary>
    public EquatableList<CheckResult> Checks { get; init => field = value ?? []; } = [];

    /// <summary>What the slice warned about, the first hundred.</summary>
    public EquatableList<SliceWarning> Warnings { get; init => field = value ?? []; } = [];

    /// <summary>What it publishes.</summary>
    public EquatableList<StageOutput> Outputs { get; init => field = value ?? []; } = [];

    /// <summary>Whether nothing more will happen to it in this run, unless it is resumed.</summary>
    [JsonIgnore]
    public bool HasEnded => State is StageState.Published or StageState.Failed or StageState.Interrupted or StageState.Skipped;
}

/// <summary>What a slice counted.</summary>
/// <param name="RecordsRead">Records read from all sources.</param>
/// <param name="RecordsFailed">Records that broke at least one rule.</param>
/// <param name="FailedByRule">Failures by rule id.</param>
/// <param name="PeakMemoryBytes">Peak resident memory of the process.</param>
/// <param name="CpuMilliseconds">CPU time of the process.</param>
/// <param name="ThrottledMilliseconds">How long it was held back by its ceiling of processors.</param>
/// <param name="EdgeBytes">Bytes between its slices.</param>
public sealed record StageCounts(
    long RecordsRead, long RecordsFailed, IReadOnlyDictionary<string, long> FailedByRule, long PeakMemoryBytes,
    long CpuMilliseconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long ThrottledMilliseconds = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long EdgeBytes = 0)
{
    /// <summary>What each slice used, when there were several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EquatableList<SliceUsage>? Slices { get; init; }
}
