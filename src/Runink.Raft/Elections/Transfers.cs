namespace Runink.Raft;

/// <summary>
/// Hands leadership to a chosen voter (thesis, section 3.10), or gives the attempt up after one election timeout.
/// </summary>
internal static class Transfers
{
    public static void Start(NodeState node, NodeId target)
    {
        if (node.Lead is not { } lead)
        {
            Refuse(node, RefusalReason.NotLeader, "this node does not lead");
            return;
        }

        if (target == node.Id || node.Membership.Current.Find(target) is not { Kind: MemberKind.Voter }
            || !node.Membership.MayLead(target) || lead.Peers.Find(target) is not { } peer)
        {
            Refuse(node, RefusalReason.InvalidTarget, $"node {target} is not another voter with data of {node.Membership}");
            return;
        }

        if (lead.Transfer?.Target == target) return;
        Abort(node, lead);
        lead.Transfer = new Transfer(target);
        GoOn(node, lead, peer);
    }

    /// <summary>Once the target has everything, it may stand.</summary>
    public static void GoOn(NodeState node, Leadership lead, Peer peer)
    {
        if (lead.Transfer is not { } transfer || transfer.Target != peer.Id || transfer.Asked) return;
        if (peer.Match != node.Log.LastIndex) return;
        lead.Transfer = transfer with { Asked = true };
        Ask(node, lead, peer.Id);
    }

    /// <summary>Asks a peer that has everything to stand at once; from here on no lease of these entries serves a read.</summary>
    public static void Ask(NodeState node, Leadership lead, NodeId target)
    {
        // Before its first commit this leader itself waits for older leases, so it has none to release.
        var released = node.Commit >= lead.TermStart ? node.Log.LastIndex : LogIndex.Zero;
        lead.Lease.ReleaseThrough(node.Log.LastIndex);
        node.Out.Send(new TimeoutNow(node.Options.Group, node.Id, target, node.Term, released));
    }

    public static void Tick(NodeState node, Leadership lead)
    {
        if (lead.Transfer is not { } transfer) return;
        lead.Transfer = transfer with { Age = transfer.Age + 1 };
        if (lead.Transfer.Age >= node.Options.ElectionTicks) Abort(node, lead);
    }

    /// <summary>Stands for election because the leader asks for it.</summary>
    public static void Handle(NodeState node, TimeoutNow request)
    {
        Following.Hear(node, request.From);
        if (Campaign.IsOpenTo(node)) Campaign.StartAtOnce(node, request.LeaseReleased);
    }

    private static void Abort(NodeState node, Leadership lead)
    {
        if (lead.Transfer is not { } transfer) return;
        lead.Transfer = null;
        node.Out.Add(new TransferEnded(transfer.Target, Succeeded: false));
    }

    private static void Refuse(NodeState node, RefusalReason reason, string detail) =>
        node.Out.Add(new ChangeRefused(reason, detail));
}
