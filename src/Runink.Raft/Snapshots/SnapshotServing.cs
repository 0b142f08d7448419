namespace Runink.Raft;

/// <summary>
/// Serves pieces of this node's snapshots, whoever leads (the sender's side of InstallSnapshot, Raft paper section 7).
/// </summary>
internal static class SnapshotServing
{
    public static void Handle(NodeState node, SnapshotChunkRequest request)
    {
        // One that is no member any more may have been a witness, to whom no data is sent.
        var isServed = !node.IsWitness && node.Membership.Contains(request.From);
        var snapshot = isServed ? node.Shelf.Serve(node, request.Snapshot, request.Minimum) : null;
        if (snapshot is null)
        {
            node.Out.Send(new SnapshotUnavailable(node.Options.Group, node.Id, request.From, node.Term, node.Id));
            return;
        }

        if (node.Membership.IsWitness(request.From))
        {
            // A witness keeps no data: it needs to know only where the snapshot ends.
            node.Out.Send(new SnapshotChunk(
                node.Options.Group, node.Id, request.From, node.Term, snapshot, Offset: 0, default, IsLast: true));
            return;
        }

        var offset = snapshot.Position == request.Snapshot ? request.Offset : 0;
        node.Shelf.Requests.Add(request.From, snapshot, offset);
        node.Shelf.Requests.Serve(node);
    }

    /// <summary>The host has read a piece.</summary>
    public static void Read(
        NodeState node, NodeId requester, SnapshotDescription snapshot, long offset, ReadOnlyMemory<byte> data, bool isLast)
    {
        RaftAssert.That(data.Length <= node.Options.SnapshotChunkBytes, "a piece of a snapshot is larger than was asked for");
        node.Out.Send(new SnapshotChunk(node.Options.Group, node.Id, requester, node.Term, snapshot, offset, data, isLast));
    }

    /// <summary>The host cannot read a snapshot of this node: a new one is taken.</summary>
    public static void Unreadable(NodeState node, SnapshotDescription snapshot)
    {
        node.Shelf.Damaged(snapshot);
        node.Shelf.Requests.RemoveAll(snapshot);
        node.Shelf.AskIfDue(node);
    }

    public static void Tick(NodeState node)
    {
        node.Shelf.Tick(node);
        node.Shelf.Requests.Tick(node);
        node.Shelf.Requests.Serve(node);
    }
}
