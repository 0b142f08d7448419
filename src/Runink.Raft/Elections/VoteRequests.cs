namespace Runink.Raft;

/// <summary>Answers candidates (RequestVote, Raft paper figure 2 and section 5.4.1).</summary>
internal static class VoteRequests
{
    public static void Handle(NodeState node, PreVoteRequest request)
    {
        var granted = request.Term >= node.Term && !Stickiness.Holds(node) && IsUpToDate(node, request.LastLog);
        node.Out.Send(new PreVoteResponse(
            node.Options.Group, node.Id, request.From, node.Term, request.Term.Next, granted));
    }

    public static void Handle(NodeState node, VoteRequest request)
    {
        if (node.Writes.PromiseCount >= node.Options.MaxPendingWrites) return;
        var free = node.VotedFor == request.From || (node.VotedFor == NodeId.None && node.Leader == NodeId.None);
        if (!free || !IsUpToDate(node, request.LastLog))
        {
            node.Out.Send(new VoteRefused(node.Options.Group, node.Id, request.From, node.Term));
            return;
        }

        node.VotedFor = request.From;
        node.Timer.Restart();
        node.Out.SendWhenDurable(new VoteGranted(node.Options.Group, node.Id, request.From, node.Term));
    }

    // A node that cannot tell how its own log ends cannot judge another: it has acknowledged what it lost.
    private static bool IsUpToDate(NodeState node, LogPosition candidate) =>
        node.LastLog is { } own && candidate.IsAtLeastAsUpToDateAs(own);
}
