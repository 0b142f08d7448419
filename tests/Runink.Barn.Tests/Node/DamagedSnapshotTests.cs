namespace Runink.Barn.Tests;

/// <summary>Snapshots that members give each other.</summary>
public sealed class DamagedSnapshotTests
{
    [Fact]
    public void A_member_says_why_it_does_not_take_over_what_another_sent()
    {
        var cluster = new ClusterBench(3, NodeBench.Options with { SnapshotEntries = 20, RetainedEntries = 1 }).Elect();
        var (leader, follower) = (cluster.Leader, cluster.Followers.First());
        cluster.CutOff(follower);
        for (var i = 0; i < 60; i++)
        {
            leader.Propose(NodeBench.Put($"k{i}", new string('v', 100)));
            cluster.Ticks(1);
        }

        // A follower may be asked for it, too.
        foreach (var disk in cluster.Nodes.Values.Where(node => node != follower).Select(node => node.Disk))
        {
            var file = Assert.Single(disk.List("snap"));
            disk.Flip(file, disk.Content(file).Length / 2, 3);
        }

        cluster.Reconnect(follower);
        var problems = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            foreach (var node in cluster.Nodes.Values) node.Ticks(1);
            for (var round = 0; round < 10; round++)
            {
                foreach (var node in cluster.Nodes.Values) node.Settle();
                if (follower.Core.SnapshotProblem is { } problem) problems.Add(problem.Message);
                cluster.DeliverOnce();
            }
        }

        Assert.Contains(problems, problem => problem.StartsWith("what another member sent is damaged", StringComparison.Ordinal));
        Assert.Null(follower.Failure);
    }
}
