using Runink.Pipelines.Slices;
using Runink.Runs.Ledger;

namespace Runink.Runs.Coordination;

/// <summary>Something that happened in a run, for whoever watches.</summary>
public abstract record RunEvent;

/// <summary>The run is committed and its lock held; a resumed run starts again.</summary>
/// <param name="Run">The run.</param>
/// <param name="Stages">Its stages, in order.</param>
public sealed record RunStarted(RunRecord Run, IReadOnlyList<StageRecord> Stages) : RunEvent;

/// <summary>A stage waits for a dataset that another run uses.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Dataset">Identity of the dataset.</param>
/// <param name="Holder">Who uses it.</param>
public sealed record StageWaiting(StageRecord Stage, string Dataset, string Holder) : RunEvent;

/// <summary>An attempt begins.</summary>
/// <param name="Stage">The stage; <see cref="StageRecord.Attempt"/> counts.</param>
public sealed record StageStarted(StageRecord Stage) : RunEvent;

/// <summary>The slice reports how far it is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Progress">How far.</param>
public sealed record StageProgressed(StageRecord Stage, SliceProgress Progress) : RunEvent;

/// <summary>The slice warns.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Warning">Of what.</param>
public sealed record StageWarned(StageRecord Stage, SliceWarning Warning) : RunEvent;

/// <summary>An attempt failed and another will follow.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Failure">Why.</param>
/// <param name="Delay">When.</param>
public sealed record StageRetrying(StageRecord Stage, StageFailure Failure, TimeSpan Delay) : RunEvent;

/// <summary>The outcome of a stage is committed; its parts are being moved into place.</summary>
/// <param name="Stage">The stage.</param>
public sealed record StageCommitted(StageRecord Stage) : RunEvent;

/// <summary>A stage is published, failed, interrupted or skipped.</summary>
/// <param name="Stage">The stage.</param>
public sealed record StageEnded(StageRecord Stage) : RunEvent;

/// <summary>The run has ended.</summary>
/// <param name="Result">How.</param>
public sealed record RunEnded(RunResult Result) : RunEvent;
