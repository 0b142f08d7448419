using Runink.Raft;

namespace Runink.Barn.Tests.Kv;

public sealed class ReplicaVerdictTests
{
    private static readonly ulong[] Three = [1, 2, 3];

    [Fact]
    public void Replicas_of_one_log_agree_wherever_they_stand()
    {
        var (ahead, behind) = (new KvMachine(), new KvMachine());
        for (var i = 1; i <= 9; i++) Put(ahead, i, $"k{i % 3}", $"{i}");
        for (var i = 1; i <= 7; i++) Put(behind, i, $"k{i % 3}", $"{i}");
        var asked = behind.View.Revision;
        var verdict = ReplicaVerdict.On([ReplicaState.Of(1, ahead.View, asked), ReplicaState.Of(2, behind.View, asked)], Three);
        Assert.False(verdict.Differ);
        Assert.True(verdict.IsComplete);
    }

    [Fact]
    public void One_value_that_differs_is_seen_and_the_majority_is_right()
    {
        var verdict = ReplicaVerdict.On([State(1, "1"), State(2, "1"), State(3, "2")], Three);
        Assert.True(verdict.Differ);
        Assert.Equal([3UL], verdict.Wrong);
    }

    [Fact]
    public void The_one_that_asks_may_be_the_wrong_one() =>
        Assert.Equal([1UL], ReplicaVerdict.On([State(1, "x"), State(2, "1"), State(3, "1")], Three).Wrong);

    [Fact]
    public void Two_of_which_each_says_something_else_name_nobody()
    {
        var verdict = ReplicaVerdict.On([State(1, "1"), State(2, "2")], [1, 2]);
        Assert.True(verdict.Differ);
        Assert.Empty(verdict.Wrong);
        Assert.Equal([0UL], verdict.Accused);
    }

    [Fact]
    public void As_long_as_a_voter_has_not_answered_nobody_is_accused()
    {
        Assert.Empty(ReplicaVerdict.On([State(1, "1"), State(2, "2")], Three).Accused);
        Assert.Equal([0UL], ReplicaVerdict.On([State(1, "1"), State(2, "2"), State(3, "3")], Three).Accused);
    }

    [Fact]
    public void As_long_as_a_voter_cannot_be_compared_nobody_is_accused()
    {
        var compacted = Machine("1");
        compacted.Apply(new LogIndex(6), new KvEnvelope(0, 0, 0, new CompactCommand(4)));
        compacted.Publish();
        var asked = State(1, "1");
        var verdict = ReplicaVerdict.On([asked, State(2, "2"), ReplicaState.Of(3, compacted.View, asked.Revision)], Three);
        Assert.True(verdict.Differ);
        Assert.Empty(verdict.Accused);
    }

    [Fact]
    public void Two_that_contradict_each_other_and_both_agree_with_one_behind_them_leave_it_open()
    {
        var (one, other) = (Machine("1"), Machine("1"));
        one.Apply(new LogIndex(6), new KvEnvelope(0, 0, 0, new LeaseGrantCommand(7, 10)));
        other.Apply(new LogIndex(6), new KvEnvelope(0, 0, 0, new LeaseGrantCommand(7, 11)));
        one.Publish();
        other.Publish();
        var leader = State(1, "1");
        var verdict = ReplicaVerdict.On(
            [leader, ReplicaState.Of(2, one.View, leader.Revision), ReplicaState.Of(3, other.View, leader.Revision)], Three);
        Assert.True(verdict.Differ);
        Assert.Empty(verdict.Wrong);
        Assert.Empty(verdict.Accused);
    }

    [Fact]
    public void A_majority_is_one_of_all_voters_and_not_of_those_who_answer() =>
        Assert.Empty(ReplicaVerdict.On([State(1, "1"), State(2, "1"), State(3, "2")], [1, 2, 3, 4, 5]).Wrong);

    [Fact]
    public void A_learner_is_found_wrong_and_makes_no_majority()
    {
        Assert.Equal([4UL], ReplicaVerdict.On([State(1, "1"), State(2, "1"), State(4, "2")], Three).Wrong);
        Assert.Empty(ReplicaVerdict.On([State(1, "1"), State(4, "1"), State(2, "2")], Three).Wrong);
    }

    [Fact]
    public void One_that_has_applied_as_much_and_has_another_revision_differs()
    {
        var lacking = new KvMachine();
        lacking.Skip(new LogIndex(5));
        lacking.Publish();
        var asked = State(1, "1");
        Assert.Equal([3UL], ReplicaVerdict.On([asked, State(2, "1"), ReplicaState.Of(3, lacking.View, asked.Revision)], Three).Wrong);
    }

    [Fact]
    public void One_that_is_ahead_with_an_older_revision_differs()
    {
        var lacking = new KvMachine();
        lacking.Skip(new LogIndex(50));
        lacking.Publish();
        var asked = State(1, "1");
        Assert.True(ReplicaVerdict.On([asked, ReplicaState.Of(3, lacking.View, asked.Revision)], Three).Differ);
    }

    [Fact]
    public void Leases_are_compared_where_the_same_is_applied()
    {
        var (one, other) = (Machine("1"), Machine("1"));
        one.Apply(new LogIndex(6), new KvEnvelope(0, 0, 0, new LeaseGrantCommand(7, 10)));
        other.Apply(new LogIndex(6), new KvEnvelope(0, 0, 0, new LeaseGrantCommand(7, 11)));
        one.Publish();
        other.Publish();
        Assert.True(ReplicaState.Of(1, one.View, 2).Contradicts(ReplicaState.Of(2, other.View, 2)));
    }

    [Fact]
    public void After_a_compaction_at_one_of_them_nothing_is_said_about_the_keys()
    {
        var (one, other) = (Machine("1"), Machine("1"));
        other.Apply(new LogIndex(6), new KvEnvelope(0, 0, 0, new CompactCommand(4)));
        other.Publish();
        var asked = one.View.Revision;
        var verdict = ReplicaVerdict.On([ReplicaState.Of(1, one.View, asked), ReplicaState.Of(2, other.View, asked)], Three);
        Assert.False(verdict.Differ);
        Assert.False(verdict.IsComplete);
    }

    private static ReplicaState State(ulong member, string value)
    {
        var machine = Machine(value);
        return ReplicaState.Of(member, machine.View, machine.View.Revision);
    }

    private static KvMachine Machine(string last)
    {
        var machine = new KvMachine();
        for (var i = 1; i <= 4; i++) Put(machine, i, $"k{i % 3}", $"{i}");
        Put(machine, 5, "k", last);
        return machine;
    }

    private static void Put(KvMachine machine, long index, string key, string value)
    {
        machine.Apply(new LogIndex(index), new KvEnvelope(0, 0, 0, new PutCommand(Text.B(key), Text.B(value))));
        machine.Publish();
    }
}
