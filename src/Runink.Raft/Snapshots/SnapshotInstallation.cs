namespace Runink.Raft;

/// <summary>A complete snapshot takes the place of the log (InstallSnapshot, Raft paper figure 13).</summary>
internal static class SnapshotInstallation
{
    /// <summary>
    /// An old one is ignored. If the log holds the snapshot's last entry, the log stays, and only what the disk lost up to that
    /// entry makes an installation necessary. Else the log is of no use: the snapshot replaces it whole. In doubt it stays: what
    /// follows may have been acknowledged, even what is lost of it, and this node must not forget that.
    /// </summary>
    public static void Start(NodeState node, SnapshotDescription snapshot)
    {
        if (snapshot.Index <= node.Commit)
        {
            Following.Accept(node, node.Commit);
            return;
        }

        var keepsLog = node.Log.MayHold(snapshot.Position);
        if (keepsLog && !(node.Log.FirstRotten <= snapshot.Index)) Following.CommitThrough(node, snapshot.Index);
        else Install(node, snapshot, keepsLog);
        Following.Accept(node, snapshot.Index);
    }

    /// <summary>Writes are durable; if the installation was among them, the state machine is what the snapshot says.</summary>
    public static void Completed(NodeState node, WriteId through)
    {
        if (node.Installing is not { } installing || installing.Value > through.Value) return;
        node.Installing = null;
        node.Apply.Installed(node.Log.Base.Index);
        if (node.IsWitness) return;
        node.Shelf.Replace(node, new SnapshotDescription(node.Log.Base, node.Members.At(node.Log.Base.Index)));
    }

    private static void Install(NodeState node, SnapshotDescription snapshot, bool keepsLog)
    {
        if (!keepsLog)
        {
            node.Log.Reset(snapshot.Position);
            node.Writer.Reset(snapshot.Index, node.Writes);
            node.Members.Reset(snapshot);
        }

        // Issued after the reset, which takes from the writes before it what they would have made durable.
        var id = node.Writes.IssueAppend(snapshot.Index);
        node.Out.Add(new InstallSnapshot(id, snapshot, keepsLog));
        node.Installing = id;
        // What would be taken now is older than what is being installed.
        node.Out.Effects.RemoveAll(effect => effect is TakeSnapshot);
        if (keepsLog)
        {
            // What follows was acknowledged: it must not go with the entries that the disk lost.
            node.Log.Rebase(snapshot.Position);
            node.Writer.Rebase(snapshot.Index, id);
            node.Members.Rebase(snapshot);
        }

        node.Out.Add(new MembershipChanged(node.Members.Index, node.Membership));
        node.Commit = snapshot.Index;
        node.Apply.StartFrom(snapshot.Index);
        node.PriorLeases.Touched(node.Now);
    }
}
