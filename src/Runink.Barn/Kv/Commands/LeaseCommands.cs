namespace Runink.Barn;

/// <summary>Grants a lease. Whoever proposes chooses the id and raises the time to live to what the cluster allows.</summary>
/// <param name="Id">The id; not 0.</param>
/// <param name="TtlSeconds">Seconds that it lives without a renewal.</param>
public sealed record LeaseGrantCommand(long Id, long TtlSeconds) : KvCommand;

/// <summary>Ends a lease and deletes the keys attached to it, in the order of the keys, at one revision.</summary>
/// <param name="Id">The lease.</param>
/// <param name="Expired">
/// Whether the leader proposes it because the time has run out, and not somebody who needs permission to delete those keys.
/// </param>
public sealed record LeaseRevokeCommand(long Id, bool Expired = false) : KvCommand;

/// <summary>Records how much of some leases' time is left, so that a new leader does not grant them all of it again.</summary>
/// <param name="Checkpoints">The leases; those that are not there any more are passed over.</param>
public sealed record LeaseCheckpointCommand(LeaseCheckpoint[] Checkpoints) : KvCommand;

/// <summary>How much of a lease's time is left.</summary>
/// <param name="Id">The lease.</param>
/// <param name="RemainingSeconds">Seconds; 0 when it was renewed since, so that all of it counts again.</param>
public readonly record struct LeaseCheckpoint(long Id, long RemainingSeconds);
