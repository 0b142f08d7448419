namespace Runink.Simulation;

/// <summary>Bugs in how learners are fed by others than the leader.</summary>
public static class FeedPlants
{
    public static IReadOnlyList<Plant> All { get; } =
    [
        new("feed-what-is-not-committed", "only what is committed is handed on by a member that does not lead", "Feeding/FeedServing.cs",
            "LogIndex.Min(node.Commit, rotten.Previous) : node.Commit;", "LogIndex.Min(node.Log.LastIndex, rotten.Previous) : node.Log.LastIndex;"),
        new("feed-voters", "voters get the log from the leader: what they hold decides what is committed",
            new SourceEdit("Feeding/FeedTaking.cs", " && !node.Membership.Votes(node.Id);", ";"),
            new SourceEdit("Replication/Replicator.cs", " && !node.Membership.Votes(peer.Id);", ";")),
        new("feed-the-leader", "a leader takes nothing from anybody, not even one that is a learner by now", "Feeding/FeedTaking.cs",
            " && node.Role == Role.Follower", ""),
        new("trust-whoever-feeds", "a learner that lags and gets nothing is sent the log, whatever it says", "Replication/Peer.cs",
            "_isHungry ? NodeId.None : FedBy", "FedBy"),
    ];
}
