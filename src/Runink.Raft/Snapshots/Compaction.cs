namespace Runink.Raft;

/// <summary>
/// Drops the log that a snapshot covers (Raft paper, section 7), but keeps what slow peers still need, within a bound: sending a
/// few entries is cheaper than sending a snapshot.
/// </summary>
internal static class Compaction
{
    /// <summary>The host has taken a snapshot of applied entries.</summary>
    public static void SnapshotTaken(NodeState node, SnapshotDescription snapshot)
    {
        RaftAssert.That(snapshot.Index <= node.Apply.Applied, "a snapshot reaches further than what is applied");
        if (node.Shelf.Replace(node, snapshot)) CompactThrough(node, Keep(node, snapshot.Index));
    }

    /// <summary>The host cannot keep what slow peers may need.</summary>
    public static void DropRetained(NodeState node, LogIndex through)
    {
        if (node.Shelf.Newest is not { } newest || newest.Index > node.Apply.Applied || node.Installing is not null) return;
        through = LogIndex.Min(through, newest.Index);
        foreach (var peer in node.Lead?.Peers.All ?? [])
            if (peer.Active) through = LogIndex.Min(through, peer.Match);
        CompactThrough(node, through);
    }

    /// <summary>A witness has nothing to take a snapshot of: it drops entries once they are committed and old.</summary>
    public static void RunOnWitness(NodeState node)
    {
        var through = new LogIndex(node.Apply.Applied.Value - node.Options.RetainedEntries);
        // In steps, so that storage is not bothered for every entry.
        if (through - node.Log.Base.Index > node.Options.RetainedEntries / 2) CompactThrough(node, through);
    }

    /// <summary>How far the log may be dropped: up to the snapshot, less what is kept for those behind it.</summary>
    private static LogIndex Keep(NodeState node, LogIndex snapshot)
    {
        var needed = LogIndex.Zero;
        if (node.Lead is { } lead)
        {
            needed = snapshot;
            foreach (var peer in lead.Peers.All) needed = LogIndex.Min(needed, peer.Match);
        }

        var bound = new LogIndex(snapshot.Value - node.Options.RetainedEntries);
        var through = LogIndex.Max(node.Log.Base.Index, LogIndex.Max(needed, bound));
        while (node.Log.BytesBetween(through, snapshot) > node.Options.RetainedBytes) through = through.Next;
        return through;
    }

    private static void CompactThrough(NodeState node, LogIndex through)
    {
        if (through <= node.Log.Base.Index) return;
        RaftAssert.That(through <= node.Apply.Applied, "entries are dropped that are not applied");
        var membership = node.Members.At(through);
        node.Log.CompactThrough(through);
        node.Writer.Compacted(through);
        node.Members.CompactThrough(through);
        node.Out.Add(new CompactLog(new SnapshotDescription(node.Log.Base, membership)));
    }
}
