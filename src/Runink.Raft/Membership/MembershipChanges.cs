namespace Runink.Raft;

/// <summary>
/// Changes of membership by joint consensus (Raft paper, section 6): every change enters a joint membership, and the leader
/// leaves it once that is committed. A membership is in force from when it is appended until it is truncated away.
/// </summary>
internal static class MembershipChanges
{
    /// <summary>Begins a change.</summary>
    public static void Propose(NodeState node, MembershipChange change)
    {
        if (node.Lead is not { } lead)
        {
            Refuse(node, RefusalReason.NotLeader, $"this node does not lead; the leader is {node.Leader}");
            return;
        }

        if (lead.Transfer is not null || lead.IsRetiring)
        {
            Refuse(node, RefusalReason.Transferring, "leadership is being handed over");
            return;
        }

        // Thesis, section 4.1 and the fix of 2015: one at a time, and not before an entry of the own term is committed.
        if (node.Membership.IsJoint || node.Members.Index > node.Commit || node.Commit < lead.TermStart)
        {
            Refuse(node, RefusalReason.ChangeInProgress, "another change, or the first entry of the term, is not committed yet");
            return;
        }

        if (MembershipPlan.Apply(node.Membership.Current, change, out var next) is { } problem)
        {
            Refuse(node, RefusalReason.InvalidChange, problem);
            return;
        }

        foreach (var step in change.Steps)
        {
            if (step.Operation != MembershipOperation.Promote || IsCaughtUp(node, lead, step.Node)) continue;
            var lag = node.Options.PromotionLagEntries;
            Refuse(node, RefusalReason.NotCaughtUp, $"node {step.Node} is silent, or more than {lag} entries behind");
            return;
        }

        LeaderLog.Append(node, EntryKind.Membership, membership: node.Membership.Entering(next));
    }

    /// <summary>A membership was appended: it is in force from now on.</summary>
    public static void Enforce(NodeState node, LogIndex index, Membership membership)
    {
        node.Members.Append(index, membership);
        Changed(node);
    }

    /// <summary>A membership that the disk had lost is known again.</summary>
    public static void Restore(NodeState node, LogIndex index, Membership membership)
    {
        node.Members.Restore(index, membership);
        Changed(node);
    }

    /// <summary>Entries are gone; the membership before them is in force again.</summary>
    public static void TruncateFrom(NodeState node, LogIndex from)
    {
        if (node.Members.TruncateFrom(from)) Changed(node);
    }

    /// <summary>
    /// More is committed: leaves a joint membership, or leaves the group if the new one does not have this leader.
    /// </summary>
    public static void AfterCommit(NodeState node, Leadership lead)
    {
        if (node.Members.Index > node.Commit) return;
        if (node.Membership.IsJoint) LeaderLog.Append(node, EntryKind.Membership, membership: node.Membership.Left);
        else if (!node.Membership.MayLead(node.Id)) lead.IsRetiring = true;
    }

    /// <summary>Steps down after the new membership is committed and told, handing over to the best of those who stay.</summary>
    public static void Retire(NodeState node, Leadership lead)
    {
        Peer? best = null;
        foreach (var peer in lead.Peers.All)
        {
            if (peer.Id == node.Id || !node.Membership.MayLead(peer.Id) || !peer.Active || peer.Match < node.Commit) continue;
            if (best is null || peer.Match > best.Match) best = peer;
        }

        if (best is not null) Transfers.Ask(node, lead, best.Id);
        Roles.BecomeFollower(node, node.Term, NodeId.None);
    }

    // One that never answered has nothing, however little there is to have.
    private static bool IsCaughtUp(NodeState node, Leadership lead, NodeId id) =>
        lead.Peers.Find(id) is { } peer && peer.Match > LogIndex.Zero && peer.Match + node.Options.PromotionLagEntries >= node.Log.LastIndex && peer.Active;

    private static void Changed(NodeState node)
    {
        if (node.Lead is { } lead)
        {
            lead.Peers.Follow(node.Membership, node.Log.LastIndex);
            lead.Peers.Find(node.Id)?.Match = node.Writer.Durable;
        }

        node.Out.Add(new MembershipChanged(node.Members.Index, node.Membership));
    }

    private static void Refuse(NodeState node, RefusalReason reason, string detail) =>
        node.Out.Add(new ChangeRefused(reason, detail));
}
