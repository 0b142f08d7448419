namespace Runink.Barn.Tests;

/// <summary>What bounds the memory of all groups of a node.</summary>
public sealed class GroupQuotaTests
{
    private const int Quota = 100_000;

    [Fact]
    public void Over_the_quota_of_all_groups_together_no_group_takes_puts_until_there_is_room()
    {
        var node = Full();
        Assert.Equal(-Quota, Assert.Single(node.View.Alarms).QuotaBytes);
        Assert.Same(KvErrors.NoSpace, node.Does(NodeBench.Put("k", "1"), "a").Error);
        Assert.Same(KvErrors.NoSpace, node.Does(NodeBench.Put("k", "1"), "b").Error);
        Assert.Same(KvErrors.NoSpace, node.Does(NodeBench.Put("k", "1")).Error);
        Assert.Same(KvErrors.NoSpace, node.Does(new LeaseGrantCommand(7, 60), "b").Error);
        Assert.Null(node.Does(new DeleteRangeCommand(NodeBench.Bytes("none")), "a").Error);
        Assert.Null(node.Does(new CompactCommand(node.View.Revision)).Error);
        Assert.Single(node.View.Alarms);
        Assert.Null(node.Does(new CompactCommand(node.Group("a").Machine.View.Revision), "a").Error);
        node.Seconds(2);
        Assert.Empty(node.View.Alarms);
        Assert.Null(node.Does(NodeBench.Put("k", "1"), "a").Error);
        Assert.Null(node.Does(NodeBench.Put("k", "1"), "b").Error);
    }

    [Fact]
    public void Every_member_refuses_while_the_alarm_stands_and_another_leader_ends_it()
    {
        var cluster = new ClusterBench(3, NodeBench.Options with { QuotaBytes = Quota }).Elect();
        foreach (var group in new[] { "a", "b" })
        {
            cluster.Found(group);
            for (var i = 0; i < 30; i++)
            {
                var filled = cluster.LeaderOf(group).Propose(NodeBench.Put("k", new string('x', 2000)), group);
                cluster.Settle().Ticks(1);
                Assert.True(filled.Value.Error is null || filled.Value.Error == KvErrors.NoSpace);
            }
        }

        cluster.Ticks(5);
        Assert.All(cluster.Nodes.Values, node =>
        {
            Assert.Equal(-Quota, Assert.Single(node.View.Alarms).QuotaBytes);
            Assert.Same(KvErrors.NoSpace, node.Propose(NodeBench.Put("k", "1"), "a").Value.Error);
        });
        var next = cluster.Followers.First();
        cluster.Leader.Transfer(ClusterBench.Id(next));
        cluster.Ticks(5);
        Assert.Equal(next, cluster.Leader);
        var leader = cluster.LeaderOf("a");
        leader.Propose(new CompactCommand(leader.Group("a").Machine.View.Revision), "a");
        cluster.Ticks(20);
        Assert.All(cluster.Nodes.Values, node => Assert.Empty(node.View.Alarms));
        var put = cluster.Nodes.Values.First(node => node != leader).Propose(NodeBench.Put("k", "1"), "a");
        cluster.Settle().Ticks(2);
        Assert.Null(put.Value.Error);
        Assert.Single(cluster.Nodes.Values.Select(node => node.Group("a").Machine.View.StateHash()).Distinct());
    }

    [Fact]
    public void A_group_that_is_removed_makes_room()
    {
        var node = Full();
        Assert.Null(node.Does(new GroupRemoveCommand("a")).Error);
        node.Seconds(2);
        Assert.Empty(node.View.Alarms);
        Assert.Null(node.Does(NodeBench.Put("k", "1"), "b").Error);
    }

    [Fact]
    public void Nothing_is_taken_to_be_free_while_groups_are_loaded()
    {
        var options = NodeBench.Options with { QuotaBytes = Quota, SnapshotEntries = 20 };
        var node = Full(options);
        var next = new NodeBench(node.Disk.AfterCrash(Crash.LosesAll), options, incarnation: 2);
        for (var i = 0; i < 50; i++)
        {
            next.Ticks(1).Log.RunAll();
            next.Core.EndTurn();
        }

        Assert.Equal(2, next.Transfers.Waiting);
        Assert.Single(next.View.Alarms);
        next.Seconds(3);
        Assert.Single(next.View.Alarms);
        Assert.Same(KvErrors.NoSpace, next.Does(NodeBench.Put("k", "1"), "a").Error);
    }

    [Fact]
    public void A_larger_quota_ends_the_alarm_without_anybody_disarming_it()
    {
        var node = Full();
        var options = NodeBench.Options with { QuotaBytes = 10 * Quota };
        var next = NodeBench.Serving(node.Disk.AfterCrash(Crash.LosesAll), options, incarnation: 2).Seconds(2);
        Assert.Empty(next.View.Alarms);
        Assert.Null(next.Does(NodeBench.Put("k", "1"), "a").Error);
    }

    [Fact]
    public void An_alarm_that_an_operator_raised_stays()
    {
        var node = With(NodeBench.Options, new GroupCreateCommand("a", [1]));
        node.Does(new AlarmCommand(KvAlarmAction.Raise, 1, KvAlarm.NoSpace));
        node.Seconds(3);
        Assert.Single(node.View.Alarms);
        Assert.Same(KvErrors.NoSpace, node.Does(NodeBench.Put("k", "1"), "a").Error);
    }

    [Fact]
    public void A_quota_of_a_groups_own_bounds_that_group_alone()
    {
        var node = With(NodeBench.Options, new GroupCreateCommand("small", [1], Quota / 2), new GroupCreateCommand("free", [1]));
        Fill(node, "small");
        Fill(node, "free");
        node.Seconds(1);
        Assert.Same(KvErrors.NoSpace, node.Does(NodeBench.Put("k", "1"), "small").Error);
        Assert.Null(node.Does(NodeBench.Put("k", "1"), "free").Error);
        Assert.Null(node.Does(NodeBench.Put("k", "1")).Error);
        Assert.Empty(node.View.Alarms);
        node.Does(new CompactCommand(node.Group("small").Machine.View.Revision), "small");
        Assert.Null(node.Does(NodeBench.Put("k", "1"), "small").Error);
        Assert.Equal(Quota / 2, node.Restart().Ticks(3).Settle().Group("small").QuotaBytes);
    }

    [Fact]
    public void What_waits_in_all_groups_together_is_bounded_and_the_platform_is_not_held_up()
    {
        const int Groups = 12;
        const int Each = 6;
        var node = With(NodeBench.Options, [.. Enumerable.Range(0, Groups).Select(i => new GroupCreateCommand($"g{i}", [1]))]);
        var value = new string('x', 1 << 20);
        var answers = new List<Answer<KvResult>>();
        for (var i = 0; i < Groups * Each; i++) answers.Add(node.Propose(NodeBench.Put("k", value), $"g{i / Each}"));
        var refused = answers.Count(answer => answer.IsTold);
        Assert.InRange(refused, Groups * Each - 64, Groups * Each - 60);
        Assert.All(answers.Where(answer => answer.IsTold), answer => Assert.Same(KvErrors.TooManyRequests, answer.Value.Error));
        var platform = node.Propose(NodeBench.Put("k", value));
        Assert.False(platform.IsTold);
        node.Settle();
        Assert.Equal(Groups * Each - refused, answers.Count(answer => answer.Value.Error is null));
        Assert.Null(platform.Value.Error);
        Assert.Null(node.Does(NodeBench.Put("k", value), "g11").Error);
    }

    /// <summary>A node on which two groups take more than the quota together, each of them less.</summary>
    private static NodeBench Full(NodeOptions? options = null)
    {
        var node = With(options ?? NodeBench.Options with { QuotaBytes = Quota }, new GroupCreateCommand("a", [1]), new GroupCreateCommand("b", [1]));
        Fill(node, "a");
        Fill(node, "b");
        Assert.InRange(node.Group("a").Machine.View.Bytes, Quota / 2, Quota - 1);
        return node.Seconds(1);
    }

    private static void Fill(NodeBench node, string group)
    {
        for (var i = 0; i < 30; i++) Assert.Null(node.Does(NodeBench.Put("k", new string('x', 2000)), group).Error);
    }

    private static NodeBench With(NodeOptions options, params GroupCreateCommand[] groups)
    {
        var node = NodeBench.Serving(options: options);
        foreach (var group in groups) Assert.Null(node.Does(group).Error);
        return node.Ticks(5).Settle();
    }
}
