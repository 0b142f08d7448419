namespace Runink.Raft;

/// <summary>Commands of clients: appended by the leader, handed on or refused by the others (Raft paper, section 8).</summary>
internal static class Proposals
{
    public static void Propose(NodeState node, ulong context, ReadOnlyMemory<byte> command)
    {
        if (node.Lead is { } lead)
        {
            var reason = Admit(node, lead, command);
            if (reason == RefusalReason.None)
                node.Out.Add(new ProposalAppended(context, LeaderLog.Append(node, EntryKind.Command, command)));
            else node.Out.Add(new ProposalRefused(context, reason, node.Id));
            return;
        }

        var refusal = command.Length > node.Options.MaxCommandBytes ? RefusalReason.TooLarge
            : !node.Options.ForwardProposals || node.Leader == NodeId.None ? RefusalReason.NotLeader
            : node.Forwarded.Count >= node.Options.MaxForwardedProposals ? RefusalReason.Busy
            : RefusalReason.None;
        if (refusal != RefusalReason.None)
        {
            node.Out.Add(new ProposalRefused(context, refusal, node.Leader));
            return;
        }

        node.Forwarded.Add(context);
        node.Out.Send(new ForwardedProposal(node.Options.Group, node.Id, node.Leader, node.Term, context, command));
    }

    /// <summary>A follower hands a command on.</summary>
    public static void Handle(NodeState node, ForwardedProposal request)
    {
        var reason = node.Lead is { } lead ? Admit(node, lead, request.Command) : RefusalReason.NotLeader;
        var position = reason == RefusalReason.None ? LeaderLog.Append(node, EntryKind.Command, request.Command) : default;
        node.Out.Send(new ForwardedProposalResponse(
            node.Options.Group, node.Id, request.From, node.Term, request.Context, position, reason));
    }

    /// <summary>The leader says what became of it.</summary>
    public static void Handle(NodeState node, ForwardedProposalResponse response)
    {
        if (!node.Forwarded.Remove(response.Context)) return;
        node.Out.Add(response.Reason == RefusalReason.None
            ? new ProposalAppended(response.Context, response.Position)
            : new ProposalRefused(response.Context, response.Reason, node.Leader));
    }

    private static RefusalReason Admit(NodeState node, Leadership lead, ReadOnlyMemory<byte> command)
    {
        if (command.Length > node.Options.MaxCommandBytes) return RefusalReason.TooLarge;
        if (lead.Transfer is not null || lead.IsRetiring) return RefusalReason.Transferring;
        var waiting = node.Log.BytesBetween(node.Apply.Applied, node.Log.LastIndex);
        var fits = waiting == 0 || waiting + command.Length + Entry.Overhead <= node.Options.MaxUncommittedBytes;
        return fits && node.Writes.Count < node.Options.MaxPendingWrites ? RefusalReason.None : RefusalReason.Busy;
    }
}
