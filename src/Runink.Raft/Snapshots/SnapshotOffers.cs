namespace Runink.Raft;

/// <summary>The leader tells a peer that has fallen behind the log to fetch a snapshot, and from whom.</summary>
internal static class SnapshotOffers
{
    /// <summary>What the peer needs is compacted away.</summary>
    public static void Begin(NodeState node, Peer peer)
    {
        peer.BecomeSnapshot(ChooseSource(node, peer));
        Offer(node, peer);
    }

    /// <summary>Offers are repeated with the heartbeats until the peer follows the log again.</summary>
    public static void Repeat(NodeState node, Leadership lead)
    {
        foreach (var peer in lead.Peers.All)
            if (peer.State == PeerState.Snapshot) Offer(node, peer);
    }

    /// <summary>A source failed a peer, or the peer says that it stays silent: the leader serves the snapshot itself.</summary>
    public static void Handle(NodeState node, SnapshotUnavailable notice)
    {
        if (node.Download is { } download && download.Source == notice.From) SnapshotDownloads.SourceFailed(node, download);
        if (node.Lead is not { } lead || lead.Peers.Find(notice.From) is not { State: PeerState.Snapshot } peer) return;
        if (peer.SnapshotSource == notice.Source) peer.SnapshotSource = node.Id;
    }

    private static void Offer(NodeState node, Peer peer) =>
        node.Out.Send(new SnapshotOffer(
            node.Options.Group, node.Id, peer.Id, node.Term, peer.SnapshotSource, node.Log.Base.Index));

    // The log goes on from its base, so any snapshot that reaches that far will do; a follower's spares the leader's disk.
    private static NodeId ChooseSource(NodeState node, Peer receiver)
    {
        if (!node.Options.SnapshotsFromFollowers || node.Membership.IsWitness(receiver.Id)) return node.Id;
        Peer? best = null;
        foreach (var peer in node.Lead!.Peers.All)
        {
            if (peer.Id == node.Id || peer.Id == receiver.Id || peer.State != PeerState.Replicate || !peer.Active) continue;
            if (peer.Snapshot < node.Log.Base.Index || peer.Snapshot == LogIndex.Zero) continue;
            if (best is null || peer.Snapshot > best.Snapshot) best = peer;
        }

        return best?.Id ?? node.Id;
    }
}
