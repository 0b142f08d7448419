namespace Runink.Barn.Tests;

/// <summary>Snapshots that members give each other.</summary>
public sealed class DamagedSnapshotTests
{
    private static readonly string Value = new('v', 100);

    [Fact]
    public void A_member_says_why_it_does_not_take_over_what_another_sent()
    {
        var (cluster, follower) = Lagging();
        DamageAllBut(follower, cluster);
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

    [Fact]
    public void A_leader_takes_a_new_snapshot_when_the_one_that_a_member_refused_is_damaged()
    {
        var (cluster, follower) = Lagging();
        DamageAllBut(follower, cluster);
        cluster.Reconnect(follower);
        cluster.Ticks(100);
        Assert.Equal(Value, follower.Value("k59"));
        Assert.All(cluster.Nodes.Values, node => Assert.Null(node.Failure));
    }

    [Fact]
    public void Who_took_over_a_snapshot_that_it_cannot_read_leaves_service_and_names_the_file()
    {
        var (cluster, follower) = Lagging();
        foreach (var node in cluster.Nodes.Values.Where(node => node != follower))
            new SnapshotStore(node.Disk, NodeBench.Options.Storage).Take(NodeCore.System, node.Core.Raft.NewestSnapshot!, new LaterContent());
        cluster.Reconnect(follower);
        cluster.Ticks(20);
        var reason = Assert.IsType<InvalidDataException>(follower.Failure);
        Assert.StartsWith("snap/1-", reason.Message, StringComparison.Ordinal);
        Assert.Contains($"version {KvSnapshot.FormatVersion + 1}", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_fetched_of_a_snapshot_goes_when_the_log_has_brought_what_it_would_have()
    {
        var (cluster, behind) = Lagging(retainedEntries: 1000);
        var whole = Assert.Single(cluster.Leader.Disk.List("snap"));
        var part = Path.ChangeExtension(whole, ".part");
        var content = cluster.Leader.Disk.Content(whole);
        var follower = cluster.Restart(behind, disk => disk.Put(part, content.AsSpan(0, content.Length - 20)));
        Assert.Equal([part], follower.Disk.List("snap"));
        cluster.Reconnect(follower);
        cluster.Ticks(20);
        Assert.Equal(Value, follower.Value("k59"));
        Assert.DoesNotContain(part, follower.Disk.List("snap"));
    }

    /// <summary>A cluster that wrote more than its logs keep while one member was cut off.</summary>
    private static (ClusterBench Cluster, NodeBench Follower) Lagging(int retainedEntries = 1)
    {
        var cluster = new ClusterBench(3, NodeBench.Options with { SnapshotEntries = 20, RetainedEntries = retainedEntries }).Elect();
        var (leader, follower) = (cluster.Leader, cluster.Followers.First());
        cluster.CutOff(follower);
        for (var i = 0; i < 60; i++)
        {
            leader.Propose(NodeBench.Put($"k{i}", Value));
            cluster.Ticks(1);
        }

        return (cluster, follower);
    }

    /// <summary>A follower may be asked for its snapshot, too.</summary>
    private static void DamageAllBut(NodeBench sound, ClusterBench cluster)
    {
        foreach (var disk in cluster.Nodes.Values.Where(node => node != sound).Select(node => node.Disk))
        {
            var file = Assert.Single(disk.List("snap"));
            disk.Flip(file, disk.Content(file).Length / 2, 3);
        }
    }
}
