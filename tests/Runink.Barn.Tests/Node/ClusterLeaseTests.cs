namespace Runink.Barn.Tests;

/// <summary>Leases when leaders change.</summary>
public sealed class ClusterLeaseTests
{
    private readonly ClusterBench _cluster = new ClusterBench(3).Elect();

    [Fact]
    public void A_leader_that_was_paused_does_not_end_what_was_renewed_with_the_next_one()
    {
        var old = _cluster.Leader;
        old.Propose(new LeaseGrantCommand(7, 5));
        _cluster.Ticks(5);
        _cluster.Pause(old);
        _cluster.Elect();
        for (var i = 0; i < 3; i++)
        {
            var renewed = _cluster.Ticks(20).Leader.Ask(7, renews: true);
            _cluster.Settle();
            Assert.Equal(5, renewed.Value.GrantedSeconds);
        }

        _cluster.Resume(old);
        old.Ticks(1);
        _cluster.Reconnect(old);
        _cluster.Ticks(10);
        Assert.All(_cluster.Nodes.Values, node => Assert.NotNull(node.View.Leases.Find(7)));
    }

    [Fact]
    public void Who_leads_again_before_its_next_tick_grants_every_lease_its_whole_time()
    {
        var first = _cluster.Leader;
        first.Propose(new LeaseGrantCommand(7, 5));
        _cluster.Ticks(5);
        foreach (var node in _cluster.Nodes.Values) node.Pass(40);
        var second = _cluster.Followers.First();
        HandOver(first, second);
        var renewed = second.Ask(7, renews: true);
        _cluster.Settle();
        Assert.Equal(5, renewed.Value.GrantedSeconds);
        HandOver(second, first);
        var left = first.Ask(7, renews: false);
        _cluster.Settle();
        Assert.Equal(5, left.Value.RemainingSeconds);
    }

    [Fact]
    public void A_leader_whose_disk_is_slow_knows_of_a_lease_that_the_others_acknowledged()
    {
        var leader = _cluster.Leader;
        _cluster.Stall(leader);
        var granted = _cluster.Followers.First().Propose(new LeaseGrantCommand(7, 600));
        _cluster.Settle();
        Assert.Null(granted.Value.Error);
        Assert.Null(leader.View.Leases.Find(7));
        var (left, renewed) = (leader.Ask(7, renews: false), leader.Ask(7, renews: true));
        _cluster.Settle();
        _cluster.Unstall(leader);
        _cluster.Settle();
        Assert.Equal((600L, 600L), (left.Value.RemainingSeconds, renewed.Value.RemainingSeconds));
    }

    [Fact]
    public void What_is_granted_anew_behind_a_revocation_that_is_under_way_is_not_ended_by_another_one()
    {
        var leader = _cluster.Leader;
        leader.Propose(new LeaseGrantCommand(7, 5));
        _cluster.Ticks(5);
        var followers = _cluster.Followers.ToList();
        followers.ForEach(_cluster.Stall);
        _cluster.Ticks(60);
        leader.Propose(new LeaseGrantCommand(7, 5));
        // Long enough for the leader to think of the old lease again.
        _cluster.Ticks(50);
        followers.ForEach(_cluster.Unstall);
        _cluster.Ticks(5);
        Assert.All(_cluster.Nodes.Values, node => Assert.NotNull(node.View.Leases.Find(7)));
        _cluster.Ticks(60);
        Assert.Null(leader.View.Leases.Find(7));
    }

    [Fact]
    public void Who_only_thinks_that_it_leads_renews_nothing()
    {
        var old = _cluster.Leader;
        old.Propose(new LeaseGrantCommand(7, 5));
        _cluster.Ticks(5);
        _cluster.Pause(old);
        _cluster.Elect();
        var (renewal, lookup) = (old.Ask(7, renews: true), old.Ask(7, renews: false));
        _cluster.Ticks(3);
        Assert.False(renewal.IsTold || lookup.IsTold);
        _cluster.Resume(old);
        _cluster.Reconnect(old);
        _cluster.Ticks(10);
        Assert.Same(KvErrors.NotLeader, Assert.Throws<KvErrorException>(() => renewal.Value).Error);
        Assert.Same(KvErrors.NotLeader, Assert.Throws<KvErrorException>(() => lookup.Value).Error);
    }

    private void HandOver(NodeBench from, NodeBench to)
    {
        from.Core.Sys.HandOver(to.Core.Raft.Id);
        _cluster.Settle();
        Assert.Same(to, _cluster.Leader);
    }
}
