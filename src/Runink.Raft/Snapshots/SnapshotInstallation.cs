namespace Runink.Raft;

/// <summary>A complete snapshot takes the place of the log (InstallSnapshot, Raft paper figure 13).</summary>
internal static class SnapshotInstallation
{
    /// <summary>
    /// An old one is ignored. If the log holds the snapshot's last entry, it is kept, with all that follows. Else the log is of
    /// no use: the snapshot replaces it whole.
    /// </summary>
    public static void Start(NodeState node, SnapshotDescription snapshot)
    {
        if (snapshot.Index <= node.Commit)
        {
            Following.Accept(node, node.Commit);
            return;
        }

        if (node.Log.Holds(snapshot.Position) && !(node.Log.FirstRotten <= snapshot.Index))
        {
            Following.CommitThrough(node, snapshot.Index);
            Following.Accept(node, snapshot.Index);
            return;
        }

        var id = node.Writes.IssueAppend(snapshot.Index);
        node.Out.Add(new InstallSnapshot(id, snapshot));
        node.Installing = id;
        node.Log.Reset(snapshot.Position);
        node.Writer.Reset(snapshot.Index, node.Writes);
        node.Members.Reset(snapshot);
        node.Out.Add(new MembershipChanged(snapshot.Index, snapshot.Membership));
        node.Commit = snapshot.Index;
        node.Apply.StartFrom(snapshot.Index);
        node.PriorLeases.Touched(node.Now);
        Following.Accept(node, snapshot.Index);
    }

    /// <summary>Writes are durable; if the installation was among them, the state machine is what the snapshot says.</summary>
    public static void Completed(NodeState node, WriteId through)
    {
        if (node.Installing is not { } installing || installing.Value > through.Value) return;
        node.Installing = null;
        node.Apply.Installed(node.Log.Base.Index);
        node.Shelf.Replace(node, new SnapshotDescription(node.Log.Base, node.Members.At(node.Log.Base.Index)));
    }
}
