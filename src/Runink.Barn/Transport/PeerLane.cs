using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// A stream of its own, on a connection of its own, for messages that must not wait behind others: a follower that cannot take
/// entries at present still hears that its leader is there.
/// </summary>
internal enum PeerLane
{
    /// <summary>Votes, heartbeats, reads: small, and never to be late.</summary>
    Control,

    /// <summary>Entries and what answers them.</summary>
    Log,

    /// <summary>Pieces of snapshots.</summary>
    Snapshot,
}

/// <summary>What belongs on which lane.</summary>
internal static class PeerLanes
{
    public const int Count = 3;

    public static PeerLane Of(Message message) => message switch
    {
        AppendRequest or AppendAccepted or AppendRejected or Feed or FeedRequest => PeerLane.Log,
        ForwardedProposal or ForwardedProposalResponse => PeerLane.Log,
        SnapshotChunk => PeerLane.Snapshot,
        _ => PeerLane.Control,
    };

    /// <summary>The name on the wire.</summary>
    public static string Name(PeerLane lane) => lane switch
    {
        PeerLane.Control => "control",
        PeerLane.Log => "log",
        _ => "snapshot",
    };
}
