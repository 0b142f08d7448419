namespace Runink.Barn.Tests;

public sealed class LeaderDutiesTests
{
    [Fact]
    public void A_lease_that_nobody_renews_ends_and_takes_its_keys_along_in_one_revision()
    {
        var node = NodeBench.Serving();
        node.Does(new LeaseGrantCommand(7, 5));
        node.Does(NodeBench.Put("a", "1", lease: 7));
        node.Does(NodeBench.Put("b", "1", lease: 7));
        node.Seconds(4);
        Assert.Equal("1", node.Value("a"));
        node.Seconds(2);
        Assert.Equal((null, null, 4), (node.Value("a"), node.Value("b"), node.View.Revision));
        Assert.Same(KvErrors.LeaseNotFound, Assert.Throws<KvErrorException>(() => node.Ask(7, renews: true).Value).Error);
    }

    [Fact]
    public void A_lease_that_is_renewed_lives_on()
    {
        var node = NodeBench.Serving();
        node.Does(new LeaseGrantCommand(7, 5));
        for (var i = 0; i < 10; i++)
        {
            node.Seconds(4);
            Assert.Equal(1, node.Ask(7, renews: false).Value.RemainingSeconds);
            Assert.Equal(5, node.Ask(7, renews: true).Value.RemainingSeconds);
        }
    }

    [Fact]
    public void A_node_that_starts_again_gives_every_lease_its_whole_time()
    {
        var node = NodeBench.Serving();
        node.Does(new LeaseGrantCommand(7, 5));
        node.Seconds(4);
        var next = node.Restart();
        next.Seconds(4);
        Assert.NotNull(next.View.Leases.Find(7));
        next.Seconds(2);
        Assert.Null(next.View.Leases.Find(7));
    }

    [Fact]
    public void Long_leases_are_checkpointed_and_what_is_left_counts_after_a_restart()
    {
        var node = NodeBench.Serving();
        node.Does(new LeaseGrantCommand(7, 1000));
        node.Seconds(310);
        Assert.Equal(700, node.View.Leases.Find(7)!.RemainingSeconds);
        var next = node.Restart();
        Assert.InRange(next.Ask(7, renews: false).Value.RemainingSeconds, 699, 700);
        Assert.True(next.Ask(7, renews: true).Value.IsCheckpointed);
    }

    [Fact]
    public void Over_the_quota_an_alarm_refuses_puts_until_compaction_has_made_room()
    {
        var node = NodeBench.Serving(options: NodeBench.Options with { QuotaBytes = 100_000 });
        for (var i = 0; i < 100; i++) node.Does(NodeBench.Put("k", new string('x', 2000)));
        node.Seconds(1);
        Assert.Equal(KvAlarm.NoSpace, Assert.Single(node.View.Alarms).Alarm);
        Assert.Same(KvErrors.NoSpace, node.Does(NodeBench.Put("k", "1")).Error);
        Assert.Null(node.Does(new CompactCommand(node.View.Revision)).Error);
        Assert.Empty(node.View.Alarms);
        Assert.Null(node.Does(NodeBench.Put("k", "1")).Error);
    }

    [Fact]
    public void History_is_forgotten_as_the_options_say()
    {
        var node = NodeBench.Serving(options: NodeBench.Options with { AutoCompaction = new(null, 50) });
        for (var i = 0; i < 100; i++) node.Does(NodeBench.Put("k", $"{i}"));
        node.Seconds(1);
        Assert.Equal(node.View.Revision - 50, node.View.CompactRevision);
    }
}
