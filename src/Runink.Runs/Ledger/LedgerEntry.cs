namespace Runink.Runs.Ledger;

/// <summary>A record and the revision of the store that wrote it: what the next change of it is compared against.</summary>
/// <param name="Record">The record.</param>
/// <param name="Revision">Revision of its last write.</param>
public readonly record struct LedgerEntry<T>(T Record, long Revision)
    where T : ILedgerRecord;

/// <summary>The newest attempt of a stage, as its coordinator holds it. A newer one makes every use of it fail.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Slice">Its slice.</param>
public sealed record StageAttempt(LedgerEntry<StageRecord> Stage, LedgerEntry<SliceRecord> Slice);

/// <summary>A dataset's next manifest and the revision of the head that it follows; 0 when there was none.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Next">What it will hold.</param>
/// <param name="HeadRevision">Revision of the head that was read.</param>
public sealed record HeadChange(Pipelines.Planning.DatasetRef Dataset, DatasetManifest Next, long HeadRevision);
