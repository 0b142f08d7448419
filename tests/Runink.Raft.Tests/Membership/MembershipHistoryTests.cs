namespace Runink.Raft.Tests;

public sealed class MembershipHistoryTests
{
    private static readonly Membership A = Membership.OfVoters(1), B = Membership.OfVoters(2);
    private static readonly Membership C = Membership.OfVoters(3), D = Membership.OfVoters(4);

    [Fact]
    public void The_newest_membership_is_in_force_and_the_older_ones_can_be_asked_for()
    {
        var history = Of((3, B), (5, C));
        Assert.Equal((C, 5L), (history.Current, history.Index.Value));
        Assert.Equal([A, A, B, B, C, C], ((long[])[0, 2, 3, 4, 5, 9]).Select(index => history.At(new(index))));
    }

    [Fact]
    public void Who_is_alone_now_may_have_had_company()
    {
        var withLearner = new Membership(Roster.Of([new(new(1), MemberKind.Voter), new(new(7), MemberKind.Learner)]));
        Assert.True(Of((3, withLearner), (5, A)).HadOnlyVoter(new(1)));
        Assert.False(Of((3, A)).HadOnlyVoter(new(2)));
        Assert.False(Of((3, Membership.OfVoters(1, 2)), (5, A)).HadOnlyVoter(new(1)));
        Assert.False(Of((3, A.Entering(Roster.OfVoters([1])))).HadOnlyVoter(new(1)));
        Assert.False(Of((3, Membership.Empty)).HadOnlyVoter(new(1)));
    }

    [Fact]
    public void Truncation_brings_back_the_one_before()
    {
        var history = Of((3, B), (5, C));
        Assert.False(history.TruncateFrom(new(6)));
        Assert.True(history.TruncateFrom(new(5)));
        Assert.Equal((B, 3L), (history.Current, history.Index.Value));
        Assert.True(history.TruncateFrom(new(1)));
        Assert.Equal((A, 0L), (history.Current, history.Index.Value));
        Bench.Breaks("the membership at the base of the log is truncated", () => history.TruncateFrom(new(0)));
    }

    [Fact]
    public void Compaction_keeps_what_is_in_force_at_the_new_base()
    {
        var history = Of((3, B), (5, C));
        history.CompactThrough(new(4));
        Assert.Equal((B, C), (history.At(new(4)), history.At(new(5))));
        Bench.Breaks("a membership before the base of the log is asked for", () => history.At(new(3)));
        history.CompactThrough(new(5));
        Assert.Equal((C, 5L), (history.Current, history.Index.Value));
        Assert.Equal(["1", "5", "(3)"], StateWalk.Dump(history).Select(line => line.Split(" = ")[1]));
        history.CompactThrough(new(9));
        Assert.Equal((C, 9L), (history.Current, history.Index.Value));
    }

    [Fact]
    public void One_that_was_lost_comes_back_in_its_place()
    {
        var history = Of((3, B), (7, D));
        history.Restore(new(5), C);
        Assert.Equal([B, C, C, D], ((long[])[4, 5, 6, 7]).Select(index => history.At(new(index))));
        Assert.Equal(D, history.Current);
        history.Restore(new(9), A);
        Assert.Equal(A, history.Current);
    }

    [Fact]
    public void A_snapshot_takes_the_place_of_what_it_covers()
    {
        var history = Of((3, B), (7, D));
        history.Rebase(new SnapshotDescription(new(new(5), new(1)), C));
        Assert.Equal((C, D), (history.At(new(5)), history.Current));
        Bench.Breaks("a membership before the base of the log is asked for", () => history.At(new(4)));
        history.Rebase(new SnapshotDescription(new(new(7), new(1)), A));
        Assert.Equal((A, 7L), (history.Current, history.Index.Value));
        history.Reset(new SnapshotDescription(new(new(9), new(1)), B));
        Assert.Equal((B, 9L), (history.Current, history.Index.Value));
        Bench.Breaks("a membership before the base of the log is asked for", () => history.At(new(8)));
    }

    private static MembershipHistory Of(params (long Index, Membership Membership)[] items)
    {
        var history = new MembershipHistory(new SnapshotDescription(default, A), new RaftLog(default));
        foreach (var (index, membership) in items) history.Append(new(index), membership);
        return history;
    }
}
