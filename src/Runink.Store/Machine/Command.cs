namespace Runink.Store.Machine;

/// <summary>
/// One decision of a store, as it is applied and logged. Numbers and times are in it, so that whoever applies the same
/// commands in the same order arrives at the same state.
/// </summary>
internal abstract record Command;

/// <summary>A transaction's changes, at the revision after the newest.</summary>
internal sealed record ChangeCommand(long Revision, IReadOnlyList<Mutation> Mutations) : Command;

/// <summary>A new lease. Times are milliseconds of Unix time.</summary>
internal sealed record GrantLeaseCommand(long LeaseId, long TimeToLive, long ExpiresAt) : Command;

/// <summary>A lease lives until a later time.</summary>
internal sealed record RenewLeaseCommand(long LeaseId, long ExpiresAt) : Command;

/// <summary>The end of a lease: its keys are deleted at the revision after the newest, if it has any.</summary>
internal sealed record EndLeaseCommand(long LeaseId) : Command;

/// <summary>What was superseded at or before a revision is forgotten.</summary>
internal sealed record CompactCommand(long Revision) : Command;
