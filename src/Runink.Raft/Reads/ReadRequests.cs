namespace Runink.Raft;

/// <summary>Takes reads, of this node's clients and of followers.</summary>
internal static class ReadRequests
{
    /// <summary>A client of this node reads.</summary>
    public static void Read(NodeState node, ulong context)
    {
        if (node.IsWitness) node.Out.Add(new ReadRefused(context, RefusalReason.InvalidTarget, node.Leader));
        else if (node.Lead is not { } lead) node.Reads.Add(node, context);
        else if (lead.Reads.Count >= node.Options.MaxPendingReads)
            node.Out.Add(new ReadRefused(context, RefusalReason.Busy, node.Id));
        else Take(node, lead, new LeaderReads.Waiter(node.Id, context));
    }

    /// <summary>
    /// A leader that is read from and not written to makes an entry only to prolong its lease, when little of that is left.
    /// </summary>
    public static void RenewLease(NodeState node)
    {
        if (node.Lead is not { Transfer: null, IsRetiring: false } lead || !lead.Lease.WantsRenewal(node.Now)) return;
        LeaderLog.Append(node, EntryKind.Noop);
    }

    /// <summary>A follower asks for a batch of its reads.</summary>
    public static void Handle(NodeState node, ReadIndexRequest request)
    {
        var waiter = new LeaderReads.Waiter(request.From, request.Batch);
        if (node.Lead is not { } lead || lead.Reads.Count >= node.Options.MaxPendingReads) Answer(node, waiter, LogIndex.Zero);
        else Take(node, lead, waiter);
    }

    /// <summary>The leader answers a batch of this follower.</summary>
    public static void Handle(NodeState node, ReadIndexResponse response) => node.Reads.Answer(node, response);

    /// <summary>Tells whoever waits; index zero refuses.</summary>
    public static void Answer(NodeState node, LeaderReads.Waiter waiter, LogIndex index)
    {
        if (waiter.Node == node.Id) node.Out.Add(new ReadReady(waiter.Context, index));
        else node.Out.Send(new ReadIndexResponse(node.Options.Group, node.Id, waiter.Node, node.Term, waiter.Context, index));
    }

    private static void Take(NodeState node, Leadership lead, LeaderReads.Waiter waiter)
    {
        if (node.Commit >= lead.TermStart && lead.Lease.Holds(node.Now)) Answer(node, waiter, node.Commit);
        else lead.Reads.Add(waiter);
    }
}
