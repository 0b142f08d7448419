namespace Runink.Raft;

/// <summary>How a leader sends to a peer.</summary>
internal enum PeerState
{
    /// <summary>It does not know where the peer's log ends: one message at a time finds out.</summary>
    Probe,

    /// <summary>It sends ahead without waiting for answers, as far as the window allows.</summary>
    Replicate,

    /// <summary>What the peer needs is compacted away: it fetches a snapshot, and nothing is sent.</summary>
    Snapshot,
}
