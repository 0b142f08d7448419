namespace Runink.Raft;

/// <summary>
/// A learner that follows a member other than the leader: it asks that one for committed entries, tells the leader who feeds it, and
/// acknowledges to the leader what it has. When nothing comes the leader sends again, so this costs no promise.
/// </summary>
internal static class FeedTaking
{
    /// <summary>Who feeds this node; none when its entries must come from the leader.</summary>
    public static NodeId Feeder(NodeState node) =>
        MayBeFed(node) && node.Feed.HasHeardWithin(node.Options.ElectionTicks) ? node.Options.Upstream : NodeId.None;

    public static void Handle(NodeState node, Feed feed)
    {
        if (feed.From != node.Options.Upstream || !MayBeFed(node)) return;
        node.Feed.Hear();
        var last = feed.Previous.Index + feed.Entries.Count;
        // The disk or the state machine does not keep up: it asks again later.
        if (last <= node.Commit || Following.IsOverloaded(node) || !Continues(node, feed.Previous)) return;
        var known = (int)Math.Max(0, node.Commit - feed.Previous.Index);
        AppendRequests.Take(node, known == 0 ? feed.Entries : [.. feed.Entries.Skip(known)]);
        Following.CommitThrough(node, LogIndex.Min(feed.Commit, last));
        Following.Accept(node, node.Log.FirstRotten is { } first ? LogIndex.Min(last, first.Previous) : last);
        Ask(node);
    }

    public static void Tick(NodeState node)
    {
        if (node.Options.Upstream == NodeId.None) return;
        node.Feed.Tick();
        if (node.Feed.IsDue(node.Options) && MayBeFed(node) && node.Download is null && node.Installing is null) Ask(node);
    }

    // What voters hold decides what is committed, so theirs must not wait for that. A leader that is about to leave need not be a voter.
    private static bool MayBeFed(NodeState node) =>
        node.Options.Upstream != NodeId.None && node.Role == Role.Follower
        && node.Leader != NodeId.None && node.Leader != node.Options.Upstream
        && node.Membership.Contains(node.Id) && !node.Membership.Votes(node.Id);

    /// <summary>Whether the entries join on to what is here: what is committed is the same everywhere (state machine safety).</summary>
    private static bool Continues(NodeState node, LogPosition previous)
    {
        if (node.Log.FirstRotten is { } rotten && rotten <= LogIndex.Max(previous.Index, node.Commit)) return false;
        return previous.Index < node.Commit || node.Log.Holds(previous);
    }

    private static void Ask(NodeState node)
    {
        if (node.Log.TermAt(node.Commit) is not { } term) return;
        node.Feed.Ask();
        node.Out.Send(new FeedRequest(
            node.Options.Group, node.Id, node.Options.Upstream, node.Term, new LogPosition(node.Commit, term)));
    }
}
