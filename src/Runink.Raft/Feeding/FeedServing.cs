namespace Runink.Raft;

/// <summary>
/// Feeds learners that follow this node, be it leader, follower or learner itself, with what it knows to be committed: a batch for each
/// request, as soon as there is something.
/// </summary>
internal static class FeedServing
{
    public static void Handle(NodeState node, FeedRequest request)
    {
        if (!Feeds(node, request.From)) return;
        node.Feeds.Put(request.From, request.After, node.Options.ElectionTicks);
    }

    /// <summary>Serves who waits, with what is committed by now.</summary>
    public static void Serve(NodeState node)
    {
        if (node.Feeds.Count > 0) node.Feeds.Serve(place => Serve(node, place));
    }

    // One that has no leader may be cut off from the others. A witness has no commands, and is given none. Two that follow each other
    // would wait for each other.
    private static bool Feeds(NodeState node, NodeId learner) =>
        node.Leader != NodeId.None && !node.IsWitness && node.Options.Upstream != learner
        && node.Membership.Contains(learner) && !node.Membership.IsWitness(learner);

    private static FeedState? Serve(NodeState node, FeedQueue.Place place)
    {
        // What is compacted away only the leader can replace, by a snapshot.
        if (!Feeds(node, place.Learner) || place.After.Index < node.Log.Base.Index) return null;
        var through = node.Log.FirstRotten is { } rotten ? LogIndex.Min(node.Commit, rotten.Previous) : node.Commit;
        var behind = place.After.Index < through;
        if (!behind && place.State == FeedState.Waits) return place.State;
        if (behind && !node.Log.Holds(place.After)) return null;
        var entries = behind
            ? node.Log.Slice(place.After.Index.Next, through, node.Options.MaxBatchEntries, node.Options.MaxBatchBytes)
            : [];
        node.Out.Send(new Feed(node.Options.Group, node.Id, place.Learner, node.Term, place.After, entries, node.Commit));
        return behind ? FeedState.Sent : FeedState.Waits;
    }
}
