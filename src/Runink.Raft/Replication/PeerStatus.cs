namespace Runink.Raft;

/// <summary>What a leader knows of a member.</summary>
/// <param name="Match">The last entry known to be durable there.</param>
/// <param name="Next">The next entry to send.</param>
/// <param name="State">Probe, Replicate or Snapshot.</param>
/// <param name="Active">Whether it answered since the leader last counted.</param>
/// <param name="Feeder">Who gives it the entries in the leader's stead; none while the leader does.</param>
public readonly record struct PeerStatus(LogIndex Match, LogIndex Next, string State, bool Active, NodeId Feeder);
