using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>Several groups on the members of one cluster.</summary>
public sealed class GroupsTests
{
    private readonly ClusterBench _cluster = new ClusterBench(3).Elect();

    [Fact]
    public void A_group_begins_on_every_member_and_takes_changes_of_its_own()
    {
        _cluster.Found("team");
        var answer = _cluster.LeaderOf("team").Propose(NodeBench.Put("a", "1"), "team");
        _cluster.Settle().Ticks(2);
        Assert.Equal(2, answer.Value.Revision);
        Assert.All(_cluster.Nodes.Values, node => Assert.Equal("1", node.Value("team", "a")));
        Assert.All(_cluster.Nodes.Values, node => Assert.Null(node.Value("a")));
        Assert.Single(_cluster.Nodes.Values.Select(node => node.Group("team").Machine.View.StateHash()).Distinct());
        Assert.Single(_cluster.Nodes.Values.Select(node => node.View.StateHash()).Distinct());
    }

    [Fact]
    public void A_follower_takes_a_change_of_a_group()
    {
        _cluster.Found("team");
        var follower = _cluster.Nodes.Values.First(node => node != _cluster.LeaderOf("team"));
        var answer = follower.Propose(NodeBench.Put("a", "1"), "team");
        _cluster.Settle().Ticks(2);
        Assert.Null(answer.Value.Error);
        Assert.Equal("1", follower.Value("team", "a"));
    }

    [Fact]
    public void Groups_begin_with_leaders_spread_over_the_members()
    {
        for (var i = 0; i < 6; i++) _cluster.Found($"g{i}");
        Assert.Equal([2, 2, 2], _cluster.Nodes.Values.Select(node => node.Core.Groups.All.Count(
            group => group != node.Core.Sys && group.Raft.Role == Role.Leader)));
    }

    [Fact]
    public void A_leader_hands_over_to_the_member_whose_turn_it_is()
    {
        _cluster.Found("team");
        var turn = _cluster.LeaderOf("team");
        var other = _cluster.Nodes.Values.First(node => node != turn);
        turn.Group("team").HandOver(other.Core.Raft.Id);
        _cluster.Settle().Ticks(2);
        Assert.Equal(other, _cluster.LeaderOf("team"));
        _cluster.Ticks(120);
        Assert.Equal(turn, _cluster.LeaderOf("team"));
    }

    [Fact]
    public void A_group_in_which_nothing_happens_sleeps_until_something_does()
    {
        _cluster.Found("team").Ticks(60);
        Assert.All(_cluster.Nodes.Values, node => Assert.True(node.Group("team").Raft.IsAsleep));
        Assert.All(_cluster.Nodes.Values, node => Assert.False(node.Core.Raft.IsAsleep));
        var follower = _cluster.Nodes.Values.First(node => node != _cluster.LeaderOf("team"));
        var answer = follower.Propose(NodeBench.Put("a", "1"), "team");
        _cluster.Settle().Ticks(2);
        Assert.Null(answer.Value.Error);
    }

    [Fact]
    public void A_group_that_went_to_rest_in_a_turn_wakes_for_what_happens_later_in_it()
    {
        _cluster.Found("team").Ticks(60);
        var core = _cluster.LeaderOf("team").Core;
        var group = core.Groups.Find("team")!;
        group.Touch();
        core.EndTurn();
        Assert.Equal(2, Awake());
        core.Tick();
        Assert.Equal(1, Awake());
        group.Touch();
        Assert.Equal(2, Awake());

        int Awake() => core.DescribeStatus(pending: 0, oldestLogWrite: default).GroupsAwake;
    }

    [Fact]
    public void A_sleeping_group_whose_leader_is_gone_elects_another()
    {
        _cluster.Found("team").Ticks(60);
        var gone = _cluster.LeaderOf("team");
        _cluster.CutOff(gone);
        _cluster.Ticks(120);
        var leader = _cluster.LeaderOf("team");
        Assert.NotEqual(gone, leader);
        var answer = leader.Propose(NodeBench.Put("a", "1"), "team");
        _cluster.Settle().Ticks(2);
        Assert.Null(answer.Value.Error);
    }

    [Fact]
    public void A_sleeping_group_elects_another_when_its_leader_is_removed_and_lives()
    {
        _cluster.Found("team").Ticks(60);
        var gone = _cluster.LeaderOf("team");
        if (_cluster.Leader == gone) gone.Transfer((ClusterBench.Id(gone) % 3) + 1);
        _cluster.Ticks(5);
        Assert.All(_cluster.Nodes.Values, node => Assert.True(node.Group("team").Raft.IsAsleep));
        _cluster.Leader.Change(MembershipOperation.Remove, ClusterBench.Id(gone));
        _cluster.Ticks(60);
        foreach (var node in _cluster.Nodes.Values.Where(node => node != gone))
            Assert.Equal(2, node.Group("team").Raft.Membership.AllIds.Count);
    }

    [Fact]
    public void A_new_life_of_a_sleeping_groups_leader_does_not_lead()
    {
        _cluster.Found("team").Ticks(60);
        var leader = _cluster.LeaderOf("team").Core.Raft.Id;
        var other = _cluster.Nodes.Values.First(node => node.Core.Raft.Id != leader);
        var id = other.Core.Raft.Id;
        other.Core.Receive([new Heartbeat(PeerPulse.Id, leader, id, default, default, ReadRound: 99, Sleep: true)]);
        other.Core.EndTurn();
        Assert.False(other.Group("team").Raft.IsAsleep);
        Assert.Equal(NodeId.None, other.Group("team").Raft.Leader);
    }

    [Fact]
    public void A_group_wakes_for_a_member_that_has_started_anew()
    {
        _cluster.Found("team").Ticks(60);
        var leader = _cluster.LeaderOf("team");
        var other = _cluster.Nodes.Values.First(node => node != leader).Core.Raft.Id;
        leader.Core.Receive([new Heartbeat(PeerPulse.Id, other, leader.Core.Raft.Id, default, default, ReadRound: 99, Sleep: true)]);
        leader.Core.EndTurn();
        Assert.False(leader.Group("team").Raft.IsAsleep);
    }

    [Fact]
    public void A_member_whose_log_rots_gets_it_back_though_its_group_sleeps_and_nobody_asks_for_anything()
    {
        _cluster.Found("team");
        _cluster.LeaderOf("team").Propose(NodeBench.Put("a", "what will rot"), "team");
        _cluster.Ticks(60);
        Assert.All(_cluster.Nodes.Values, node => Assert.True(node.Group("team").Raft.IsAsleep));
        var follower = _cluster.Nodes.Values.First(node => node != _cluster.LeaderOf("team"));
        var again = _cluster.Restart(follower, disk =>
        {
            var name = disk.List("wal").Single(file => disk.Content(file).AsSpan().IndexOf("what will rot"u8) >= 0);
            disk.Flip(name, disk.Content(name).AsSpan().IndexOf("what will rot"u8), 3);
        });
        Assert.Single(again.Core.Lost);
        _cluster.Ticks(120);
        Assert.Equal(0, again.Core.DescribeStatus(pending: 0, oldestLogWrite: default).LostEntries);
        Assert.Equal("what will rot", again.Value("team", "a"));
        Assert.All(_cluster.Nodes.Values, node => Assert.True(node.Group("team").Raft.IsAsleep));
    }

    [Fact]
    public void A_group_with_a_lease_stays_awake_until_that_has_ended()
    {
        _cluster.Found("team");
        _cluster.LeaderOf("team").Propose(new LeaseGrantCommand(7, 20), "team");
        _cluster.Ticks(100);
        Assert.NotNull(_cluster.LeaderOf("team").Group("team").Machine.View.Leases.Find(7));
        _cluster.Ticks(150);
        Assert.Null(_cluster.LeaderOf("team").Group("team").Machine.View.Leases.Find(7));
    }

    [Fact]
    public void A_member_that_comes_hosts_the_groups_and_votes_in_them()
    {
        _cluster.Found("team");
        _cluster.LeaderOf("team").Propose(NodeBench.Put("a", "1"), "team");
        _cluster.Join(4);
        _cluster.Leader.Change(MembershipOperation.AddLearner, 4);
        _cluster.Ticks(30);
        Assert.Equal(MemberKind.Learner, _cluster.LeaderOf("team").Group("team").Raft.Membership.Current.Find(new(4))!.Value.Kind);
        _cluster.Leader.Change(MembershipOperation.Promote, 4);
        _cluster.Ticks(30);
        Assert.All(_cluster.Nodes.Values, node => Assert.Equal(4, node.Group("team").Raft.Membership.Current.VotingCount));
        Assert.Equal("1", _cluster.Nodes[4].Value("team", "a"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_member_that_goes_leaves_the_groups_whether_it_leads_them_or_not(ulong id)
    {
        for (var i = 0; i < 3; i++) _cluster.Found($"g{i}");
        if (_cluster.Leader.Core.Raft.Id.Value == id) _cluster.Leader.Transfer((id % 3) + 1);
        _cluster.Ticks(5);
        _cluster.Leader.Change(MembershipOperation.Remove, id);
        _cluster.Ticks(60);
        foreach (var node in _cluster.Nodes.Values.Where(node => ClusterBench.Id(node) != id))
            Assert.All(node.Core.Groups.All, group => Assert.Equal(2, group.Raft.Membership.AllIds.Count));
    }

    [Fact]
    public async Task A_group_that_is_removed_refuses_whoever_waits_and_everybody_after()
    {
        _cluster.Found("team");
        var group = _cluster.Leader.Group("team");
        _cluster.CutOff(_cluster.Nodes.Values.First(node => node != _cluster.Leader));
        var waiting = new PendingRead(group);
        group.Read(waiting);
        _cluster.Leader.Propose(new GroupRemoveCommand("team"));
        _cluster.Ticks(5);
        Assert.Null(_cluster.Leader.Core.Groups.Find("team"));
        Assert.True(group.Ended.IsCompleted);
        var late = group.Prepare(NodeBench.Put("a", "1"));
        group.Propose(late);
        _cluster.Leader.Core.EndTurn();
        Assert.Equal(KvErrors.GroupNotFound, (await late.Task).Error);
    }
}
