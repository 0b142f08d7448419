namespace Runink.Raft;

/// <summary>
/// Turns what the handlers did to the state into effects: first what must be durable, behind it the promises, then what may
/// leave at once. Everything since the last time shares one write and as few messages as possible.
/// </summary>
internal static class Flush
{
    // Each round can end at most one election or one retirement, so a handful always suffices.
    private const int MaxRounds = 16;

    public static void Run(NodeState node, Action<Message> dispatch)
    {
        var rounds = 0;
        do
        {
            RaftAssert.That(++rounds <= MaxRounds, "effects give rise to effects without end");
            Write(node);
            if (node.Lead is { } lead) Serve(node, lead);
            else if (node.Leader != NodeId.None) node.Reads.Begin(node);
            node.Out.HoldBackPromises(node.Writes);
            while (node.Writes.TryRelease(out var promise)) Deliver(node, promise, dispatch);
        }
        while (!IsSettled(node));

        FeedServing.Serve(node);
        node.Apply.Flush(node);
        node.Out.Announce(node);
    }

    /// <summary>A promise has become true: it leaves, or, if it was made to this node itself, counts.</summary>
    private static void Deliver(NodeState node, Promise promise, Action<Message> dispatch)
    {
        if (promise.To != node.Id) node.Out.Release(promise);
        else if (promise.Term == node.Term) dispatch(promise);
    }

    private static void Write(NodeState node)
    {
        if (node.Out.Saved != (node.Term, node.VotedFor))
        {
            node.Out.Saved = (node.Term, node.VotedFor);
            node.Out.Add(new SaveVote(node.Writes.Issue(), node.Term, node.VotedFor));
        }

        node.Writer.Flush(node.Log, node.Writes, node.Out.Effects);
    }

    private static void Serve(NodeState node, Leadership lead)
    {
        lead.Reads.Begin(node, lead);
        Replicator.SendAll(node, lead);
        if (lead.IsRetiring) MembershipChanges.Retire(node, lead);
    }

    private static bool IsSettled(NodeState node) =>
        node.Out.Saved == (node.Term, node.VotedFor) && !node.Out.HasPromises && node.Writer.IsFlushed(node.Log)
        && node.Lead is not { IsRetiring: true };
}
