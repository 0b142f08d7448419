using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class LivenessTests
{
    private readonly World _world = new(3);

    [Fact]
    public void A_cluster_that_lost_its_majority_for_ever_is_found_stuck()
    {
        var cluster = Start(3);
        cluster.Nodes[0].End(NodeStatus.Destroyed);
        cluster.Nodes[1].End(NodeStatus.Destroyed);
        var stuck = Assert.Throws<ViolationException>(new Liveness(cluster).Run);
        Assert.Equal("liveness", stuck.Rule);
        Assert.Contains("clients do not get their changes through", stuck.Finding);
    }

    [Fact]
    public void A_cluster_that_lost_a_minority_for_ever_goes_on()
    {
        var cluster = Start(3);
        cluster.Nodes[0].End(NodeStatus.Destroyed);
        new Liveness(cluster).Run();
        Assert.True(cluster.Clients.AreIdle);
    }

    [Fact]
    public void What_is_down_paused_cut_off_and_stalled_works_again_once_all_is_healed()
    {
        var cluster = Start(5);
        cluster.Nodes[0].Crash();
        cluster.Nodes[1].Pause();
        cluster.Nodes[2].Disk.Stall(long.MaxValue / 4);
        for (var i = 1; i <= 5; i++) cluster.Network.Links.Block(i, 4);
        new Liveness(cluster).Run();
        Assert.All(cluster.Nodes, node => Assert.Equal(NodeStatus.Up, node.Status));
        Assert.Single(cluster.Nodes.Select(node => node.Machine.Hash).Distinct());
    }

    [Fact]
    public void Rot_of_an_entry_that_was_cut_off_the_log_afterwards_is_no_failure()
    {
        var cluster = Start(3);
        var node = cluster.Nodes[0];
        node.Crash();
        var (disk, next) = (node.Durable, node.Durable.Log.LastIndex.Next);
        // Far behind all that clients will write.
        var lost = next + 4_999;
        Entry[] cut = [.. Enumerable.Range(0, 5_000).Select(i => new Entry(next + i, disk.Term, EntryKind.Noop))];
        disk.Persist(new Append(new WriteId(1), cut, null));
        disk.Rot(lost, keepsTerm: false);
        disk.Persist(new Append(new WriteId(2), [], next));
        Assert.Contains(lost, disk.Rotten);
        new Liveness(cluster).Run();
        Assert.Contains(lost, disk.Rotten);
        Assert.True(cluster.Leader!.View.LastLog.Index < lost);
    }

    private SimulatedCluster Start(int nodes)
    {
        var plan = ProfileCatalog.Find("calm")!.Draw(1, 1_000, nodes) with
        {
            Raft = new RaftOptions { Id = new(1), Seed = 0 },
            MixedPriorities = false,
        };
        var cluster = new SimulatedCluster(_world, plan);
        cluster.Start();
        while (_world.Steps < 1_000) _world.Step();
        return cluster;
    }
}
