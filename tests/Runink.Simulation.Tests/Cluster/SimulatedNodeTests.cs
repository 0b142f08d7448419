namespace Runink.Simulation.Tests;

public sealed class SimulatedNodeTests
{
    private readonly World _world = new(3);
    private readonly SimulatedCluster _cluster;

    public SimulatedNodeTests()
    {
        var plan = ProfileCatalog.Find("calm")!.Draw(1, 100_000, 3) with
        {
            Raft = new Raft.RaftOptions { Id = new(1), Seed = 0, SnapshotEntries = 20, RetainedEntries = 0 },
            MixedPriorities = false,
            MeanThinking = 2_000_000,
        };
        _cluster = new SimulatedCluster(_world, plan);
        _cluster.Start();
        RunUntil(() => _cluster.Committed.Value > 100);
    }

    private SimulatedNode Follower => _cluster.Nodes.First(node => node != _cluster.Leader);

    [Fact]
    public void A_crash_takes_the_state_machine_and_a_restart_brings_back_the_newest_snapshot()
    {
        var node = Follower;
        var applied = node.Machine.Applied;
        node.Crash();
        node.Start();
        Assert.Equal(2, node.Life);
        Assert.Equal(node.Durable.Snapshot!.Description.Position, node.Machine.Applied);
        Assert.True(node.Machine.Applied.Index < applied.Index);
        RunUntil(() => node.Machine.Applied.Index >= applied.Index);
    }

    [Fact]
    public void A_crash_takes_what_was_not_on_disk()
    {
        var node = _cluster.Leader!;
        RunUntil(() => node.Disk.Pending > 0);
        node.Crash();
        Assert.Equal(0, node.Disk.Pending);
        var log = node.Durable.Log;
        node.Start();
        Assert.Equal(log.LastIndex, node.View.LastLog.Index);
    }

    [Fact]
    public void A_node_that_is_down_hears_nothing()
    {
        var node = Follower;
        node.Crash();
        var view = node.View;
        RunFor(500_000_000);
        Assert.Equal(view, node.View);
        Assert.False(node.Deliver(1, new object()));
    }

    [Fact]
    public void A_paused_node_stands_still_while_its_clock_runs_on_and_then_catches_up()
    {
        var node = Follower;
        node.Pause();
        var (view, shown) = (node.View, ((IObservedNode)node).Time);
        RunFor(500_000_000);
        Assert.Equal(view, node.View);
        Assert.True(((IObservedNode)node).Time - shown > 400_000_000);
        node.Resume();
        var committed = _cluster.Committed;
        RunUntil(() => node.Machine.Applied.Index >= committed);
    }

    [Fact]
    public void A_crash_in_the_midst_of_effects_leaves_the_rest_of_them_undone()
    {
        var node = _cluster.Leader!;
        var crashed = false;
        node.CrashWithin(1, () => crashed = true);
        RunUntil(() => crashed);
        Assert.Equal(NodeStatus.Down, node.Status);
        node.Start();
        RunFor(500_000_000);
        Assert.Equal(NodeStatus.Up, node.Status);
    }

    [Fact]
    public void Each_life_has_a_clock_of_its_own()
    {
        var node = Follower;
        var clock = node.Clock;
        node.Crash();
        node.Start();
        Assert.NotEqual(clock.Read(_world.Now), node.Clock.Read(_world.Now));
        Assert.InRange(Math.Abs(node.Clock.DriftPartsPerMillion), 0, _cluster.Plan.Raft.ClockDriftPartsPerMillion);
    }

    [Fact]
    public void Who_is_gone_never_comes_back()
    {
        var node = Follower;
        node.End(NodeStatus.Destroyed);
        node.Start();
        node.Heal();
        Assert.Equal(NodeStatus.Destroyed, node.Status);
    }

    [Fact]
    public void A_machine_that_joins_knows_nobody_and_stays_quiet()
    {
        var node = _cluster.Join(witness: false);
        node.Start();
        RunFor(1_000_000_000);
        Assert.Equal(Raft.Membership.Empty, node.Raft.Membership);
        Assert.Equal((Raft.Role.Follower, Raft.Term.Zero), (node.View.Role, node.View.Term));
    }

    private void RunFor(long nanoseconds)
    {
        for (var end = _world.Now + nanoseconds; _world.Now < end;) _world.Step();
    }

    private void RunUntil(Func<bool> holds)
    {
        for (var steps = 0; !holds(); steps++)
        {
            Assert.True(steps < 100_000);
            _world.Step();
        }
    }
}
