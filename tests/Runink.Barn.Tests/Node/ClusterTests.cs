using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>Several nodes as one cluster.</summary>
public sealed class ClusterTests
{
    private readonly ClusterBench _cluster = new ClusterBench(3).Elect();

    [Fact]
    public void A_change_reaches_every_member()
    {
        var answer = _cluster.Leader.Propose(NodeBench.Put("a", "1"));
        _cluster.Settle().Ticks(2);
        Assert.Null(answer.Value.Error);
        Assert.All(_cluster.Nodes.Values, node => Assert.Equal("1", node.Value("a")));
        Assert.Single(_cluster.Nodes.Values.Select(node => node.View.StateHash()).Distinct());
    }

    [Fact]
    public void A_follower_takes_a_change_and_answers_once_it_has_applied_it_itself()
    {
        var follower = _cluster.Followers.First();
        var answer = follower.Propose(NodeBench.Put("a", "1"));
        _cluster.Settle().Ticks(2);
        Assert.Equal(2, answer.Value.Revision);
        Assert.Equal("1", follower.Value("a"));
    }

    [Fact]
    public void A_read_on_a_follower_sees_what_was_acknowledged_on_the_leader()
    {
        var follower = _cluster.Followers.First();
        _cluster.Leader.Propose(NodeBench.Put("a", "1"));
        _cluster.Settle();
        var read = follower.Read();
        Assert.False(read.IsTold);
        _cluster.Settle().Ticks(2);
        Assert.NotNull(read.Value.Find(NodeBench.Bytes("a")));
    }

    [Fact]
    public void A_leader_without_a_lease_asks_the_others_before_it_answers_a_read()
    {
        _cluster.CutOff(_cluster.Followers.First());
        _cluster.CutOff(_cluster.Followers.Last());
        var leader = _cluster.Nodes.Values.Single(node => node.Core.Raft.Role == Role.Leader);
        leader.Pass(2);
        Assert.True(leader.Core.Sys.ServesAloneUntil < leader.Now);
        var read = leader.Read();
        _cluster.Ticks(5);
        Assert.False(read.IsTold);
    }

    [Fact]
    public void A_change_whose_leader_fails_comes_through_with_the_next_one_and_is_applied_once()
    {
        var (old, follower) = (_cluster.Leader, _cluster.Followers.First());
        var answer = follower.Propose(new TxnCommand([], [NodeBench.Put("a", "1")], []));
        _cluster.CutOff(old);
        _cluster.Elect().Ticks(2);
        Assert.Equal(2, answer.Value.Revision);
        _cluster.Reconnect(old);
        _cluster.Ticks(30);
        Assert.All(_cluster.Nodes.Values, node => Assert.Equal(("1", 2), (node.Value("a"), node.View.Revision)));
    }

    [Fact]
    public void A_change_that_an_old_leader_took_alone_is_carried_out_by_the_new_one_at_its_request()
    {
        var old = _cluster.Leader;
        _cluster.CutOff(old);
        var answer = old.Propose(NodeBench.Put("a", "late"));
        _cluster.Elect();
        _cluster.Leader.Propose(NodeBench.Put("a", "new"));
        _cluster.Ticks(3);
        Assert.False(answer.IsTold);
        _cluster.Reconnect(old);
        _cluster.Ticks(10);
        Assert.Equal(3, answer.Value.Revision);
        Assert.All(_cluster.Nodes.Values, node => Assert.Equal("late", node.Value("a")));
    }

    [Fact]
    public void Without_a_majority_a_change_is_told_that_it_timed_out()
    {
        var leader = _cluster.Leader;
        foreach (var follower in _cluster.Followers.ToList()) _cluster.CutOff(follower);
        var answer = leader.Propose(NodeBench.Put("a", "1"));
        _cluster.Ticks(75);
        Assert.Same(KvErrors.Timeout, answer.Value.Error);
    }

    [Fact]
    public void A_member_that_never_had_a_leader_says_so()
    {
        var node = _cluster.Followers.First();
        foreach (var other in _cluster.Nodes.Values) _cluster.CutOff(other);
        _cluster.Ticks(40);
        var answer = node.Propose(NodeBench.Put("a", "1"));
        _cluster.Ticks(75);
        Assert.Same(KvErrors.NoLeader, answer.Value.Error);
    }

    [Fact]
    public void Leases_end_by_the_leader_and_live_their_whole_time_again_under_the_next()
    {
        _cluster.Leader.Propose(new LeaseGrantCommand(7, 5));
        _cluster.Ticks(40);
        _cluster.CutOff(_cluster.Leader);
        _cluster.Elect().Ticks(40);
        Assert.NotNull(_cluster.Leader.View.Leases.Find(7));
        _cluster.Ticks(20);
        Assert.Null(_cluster.Leader.View.Leases.Find(7));
    }

    [Fact]
    public void Every_member_says_who_it_is()
    {
        _cluster.Ticks(30);
        Assert.All(_cluster.Nodes.Values, node => Assert.Equal([ClusterBench.Member(1), ClusterBench.Member(2), ClusterBench.Member(3)], node.View.Members.All));
    }

    [Fact]
    public void A_node_joins_as_a_learner_is_given_the_state_and_a_vote()
    {
        _cluster.Leader.Propose(NodeBench.Put("a", "1"));
        _cluster.Leader.Propose(new MemberAddCommand(ClusterBench.Member(4) with { Name = "", ClientUrls = [] }));
        var added = _cluster.Leader.Change(MembershipOperation.AddLearner, 4);
        var joined = _cluster.Join(4);
        _cluster.Ticks(5);
        Assert.True(added.IsTold);
        Assert.Equal("1", joined.Value("a"));
        var promoted = _cluster.Leader.Change(MembershipOperation.Promote, 4);
        _cluster.Ticks(5);
        Assert.Equal(4, promoted.Value.Current.Members.Length);
        _cluster.Ticks(30);
        Assert.All(_cluster.Nodes.Values, node => Assert.Equal("n4", node.View.Members.Find(4)!.Name));
        Assert.Equal([1UL, 2, 3], _cluster.PeersOf(4).Select(peer => peer.Id.Value));
        Assert.Equal(new Uri("http://n4:2380"), Assert.Single(_cluster.PeersOf(1).Single(peer => peer.Id.Value == 4).Urls));
    }

    [Fact]
    public void A_node_that_goes_through_old_memberships_keeps_its_way_to_those_who_speak_to_it()
    {
        var joined = _cluster.Join(9);
        joined.Core.Heard(new PeerAddress(new(7), [new Uri("http://n7:2380")]));
        joined.Core.EndTurn();
        Assert.Equal([1UL, 2, 3, 7], _cluster.PeersOf(9).Select(peer => peer.Id.Value));
        _cluster.Leader.Change(MembershipOperation.AddLearner, 9);
        _cluster.Ticks(3);
        Assert.Equal([1UL, 2, 3, 7], _cluster.PeersOf(9).Select(peer => peer.Id.Value));
        _cluster.Leader.Propose(new MemberForgetCommand(7));
        _cluster.Ticks(3);
        Assert.Equal([1UL, 2, 3], _cluster.PeersOf(9).Select(peer => peer.Id.Value));
    }

    [Fact]
    public void A_learner_that_never_started_is_not_promoted()
    {
        var added = _cluster.Leader.Change(MembershipOperation.AddLearner, 4);
        _cluster.Join(4);
        _cluster.CutOff(_cluster.Nodes[4]);
        _cluster.Ticks(3);
        Assert.True(added.IsTold);
        var promoted = _cluster.Leader.Change(MembershipOperation.Promote, 4);
        Assert.Same(KvErrors.LearnerNotReady, Assert.Throws<KvErrorException>(() => promoted.Value).Error);
    }

    [Fact]
    public void A_node_that_joins_late_is_given_a_snapshot()
    {
        var cluster = new ClusterBench(3, NodeBench.Options with { SnapshotEntries = 50 }).Elect();
        for (var i = 0; i < 12_000; i++) cluster.Leader.Core.Sys.Propose(cluster.Leader.Core.Sys.Prepare(NodeBench.Put($"k{i % 100}", $"{i}")));
        cluster.Ticks(5);
        for (var i = 0; i < 200; i++) cluster.Leader.Propose(NodeBench.Put($"k{i % 100}", "last"));
        cluster.Ticks(5);
        Assert.True(cluster.Leader.Core.Raft.LogBase.Index.Value > 100);
        cluster.Leader.Change(MembershipOperation.AddLearner, 4);
        var joined = cluster.Join(4);
        cluster.Ticks(20);
        Assert.Equal(cluster.Leader.View.StateHash(), joined.View.StateHash());
        Assert.NotEmpty(joined.Disk.List("snap"));
        cluster.Leader.Propose(NodeBench.Put("after", "1"));
        cluster.Ticks(2);
        Assert.Equal("1", joined.Value("after"));
    }

    [Fact]
    public void A_change_that_a_follower_learns_of_from_a_snapshot_is_told_at_once_that_its_result_is_not_known()
    {
        var cluster = new ClusterBench(3, NodeBench.Options with { SnapshotEntries = 20, RetainedEntries = 1 }).Elect();
        var follower = cluster.Followers.First();
        var answer = follower.Propose(NodeBench.Put("a", "1"));
        cluster.DeliverOnce();
        cluster.CutOff(follower);
        cluster.Settle();
        for (var i = 0; i < 100; i++) cluster.Leader.Propose(NodeBench.Put("b", $"{i}"));
        cluster.Ticks(5);
        cluster.Reconnect(follower);
        cluster.Ticks(10);
        Assert.NotEmpty(follower.Disk.List("snap"));
        Assert.Equal(("1", KvErrors.TimeoutDueToLeaderFail), (follower.Value("a"), answer.Value.Error));
    }

    [Fact]
    public void A_leader_hands_over_and_loses_nothing()
    {
        var (old, target) = (_cluster.Leader, _cluster.Followers.Last());
        var transfer = old.Transfer(ClusterBench.Id(target));
        var answer = old.Propose(NodeBench.Put("a", "1"));
        _cluster.Ticks(5);
        Assert.Equal(ClusterBench.Id(target), transfer.Value.Value);
        Assert.Equal(target, _cluster.Leader);
        Assert.Null(answer.Value.Error);
    }

    [Fact]
    public void A_hand_over_ends_even_if_nobody_ever_leads_again()
    {
        var (leader, other) = (_cluster.Leader, _cluster.Followers.First());
        foreach (var node in _cluster.Nodes.Values) _cluster.CutOff(node);
        var transfer = leader.Transfer(0);
        // Whom it was handed to stood for election, and was gone before it won.
        leader.Core.Receive([new StaleTerm(NodeCore.System, other.Core.Raft.Id, leader.Core.Raft.Id, leader.Core.Raft.Term.Next)]);
        _cluster.Ticks(49);
        Assert.False(transfer.IsTold);
        _cluster.Ticks(1);
        Assert.Same(KvErrors.TimeoutDueToLeaderFail, Assert.Throws<KvErrorException>(() => transfer.Value).Error);
    }

    [Fact]
    public void Only_a_leader_changes_the_membership_or_hands_over()
    {
        var follower = _cluster.Followers.First();
        var change = follower.Change(MembershipOperation.AddLearner, 4);
        var transfer = follower.Transfer(ClusterBench.Id(follower));
        Assert.Same(KvErrors.NotLeader, Assert.Throws<KvErrorException>(() => change.Value).Error);
        Assert.Same(KvErrors.NotLeader, Assert.Throws<KvErrorException>(() => transfer.Value).Error);
        var refused = _cluster.Leader.Change(MembershipOperation.Promote, 9);
        Assert.Same(KvErrors.MemberNotEnoughStarted, Assert.Throws<KvErrorException>(() => refused.Value).Error);
    }

    [Fact]
    public void A_change_that_waits_ends_when_its_leader_learns_of_a_newer_term_in_the_same_turn()
    {
        var (leader, target) = (_cluster.Leader, _cluster.Followers.First());
        _cluster.CutOff(target);
        leader.Transfer(ClusterBench.Id(target));
        var change = leader.Change(MembershipOperation.AddLearner, 4);
        Assert.False(change.IsTold);
        var (raft, other) = (leader.Core.Raft, _cluster.Followers.Last().Core.Raft);
        leader.Core.Receive([new StaleTerm(raft.Options.Group, other.Id, raft.Id, new Term(raft.Term.Value + 5))]);
        leader.Ticks(1);
        Assert.Same(KvErrors.LeaderChanged, Assert.Throws<KvErrorException>(() => change.Value).Error);
    }

    [Fact]
    public void A_change_that_a_newer_leader_takes_back_is_not_told_as_done()
    {
        var (leader, other) = (_cluster.Leader, _cluster.Followers.First().Core.Raft);
        var (raft, before) = (leader.Core.Raft, leader.Core.Raft.LastLog);
        _cluster.CutOff(leader);
        var change = leader.Change(MembershipOperation.AddLearner, 4);
        Assert.Equal(before.Index + 1, raft.MembershipIndex);
        var newer = new Term(raft.Term.Value + 1);
        leader.Core.Receive([new AppendRequest(raft.Options.Group, other.Id, raft.Id, newer, before, [new Entry(before.Index + 1, newer, EntryKind.Noop)], raft.Commit)]);
        leader.Settle();
        Assert.Same(KvErrors.LeaderChanged, Assert.Throws<KvErrorException>(() => change.Value).Error);
    }

    [Fact]
    public void A_handover_that_loses_the_leader_and_finds_no_other_one_ends_in_time()
    {
        var (leader, target) = (_cluster.Leader, _cluster.Followers.First());
        foreach (var node in _cluster.Nodes.Values) _cluster.CutOff(node);
        var transfer = leader.Transfer(ClusterBench.Id(target));
        leader.Core.Receive([new StaleTerm(leader.Core.Raft.Options.Group, target.Core.Raft.Id, leader.Core.Raft.Id, new Term(90))]);
        _cluster.Ticks(75);
        Assert.Same(KvErrors.TimeoutDueToLeaderFail, Assert.Throws<KvErrorException>(() => transfer.Value).Error);
    }

    [Fact]
    public void A_leader_that_is_taken_out_finishes_that_and_others_go_on()
    {
        var old = _cluster.Leader;
        var removed = old.Change(MembershipOperation.Remove, ClusterBench.Id(old));
        _cluster.Ticks(3);
        Assert.Equal(2, removed.Value.Current.Members.Length);
        _cluster.CutOff(old);
        _cluster.Elect();
        var answer = _cluster.Leader.Propose(NodeBench.Put("a", "1"));
        _cluster.Ticks(2);
        Assert.Null(answer.Value.Error);
    }
}
