namespace Runink.Raft.Tests;

public sealed class PendingWritesTests
{
    private static readonly NodeId One = new(1), Two = new(2);
    private readonly PendingWrites _writes = new();

    [Fact]
    public void Writes_are_numbered_and_completed_in_order()
    {
        Assert.Equal([1, 2, 3], [_writes.Issue().Value, _writes.IssueAppend(new(5)).Value, _writes.IssueAppend(new(7)).Value]);
        Assert.Equal(3, _writes.Count);
        Assert.Equal(0, _writes.Complete(new(1)).Value);
        Assert.Equal(7, _writes.Complete(new(3)).Value);
        Assert.Equal(0, _writes.Count);
    }

    [Fact]
    public void The_longest_append_counts_also_when_a_shorter_one_follows()
    {
        _writes.IssueAppend(new(7));
        _writes.IssueAppend(new(5));
        Assert.Equal(7, _writes.Complete(new(2)).Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void What_was_not_asked_for_or_is_done_already_cannot_be_reported(long id)
    {
        for (var i = 0; i < 3; i++) _writes.Issue();
        _writes.Complete(new(1));
        Bench.Breaks("a write is reported durable that was not asked for, or was reported before", () =>
            _writes.Complete(new(id)));
    }

    [Fact]
    public void A_cut_takes_from_older_appends_and_not_from_later_ones()
    {
        _writes.IssueAppend(new(3));
        _writes.IssueAppend(new(9));
        _writes.ClampAppends(new(5));
        _writes.IssueAppend(new(8));
        Assert.Equal(3, _writes.Complete(new(1)).Value);
        Assert.Equal(5, _writes.Complete(new(2)).Value);
        Assert.Equal(8, _writes.Complete(new(3)).Value);
    }

    [Fact]
    public void A_promise_waits_for_everything_that_was_issued_before_it()
    {
        _writes.Issue();
        Hold(1);
        _writes.Issue();
        Hold(2);
        Assert.Equal(2, _writes.PromiseCount);
        Assert.Equal("", Released());
        _writes.Complete(new(1));
        Assert.Equal("1", Released());
        Assert.Equal(1, _writes.PromiseCount);
        _writes.Complete(new(2));
        Assert.Equal("2", Released());
        Hold(3);
        Assert.Equal("3", Released());
    }

    [Fact]
    public void The_same_promise_behind_the_same_write_waits_once()
    {
        _writes.Issue();
        Hold(1);
        Hold(1);
        _writes.Issue();
        Hold(1);
        _writes.Complete(new(2));
        Assert.Equal("1 1", Released());
    }

    [Fact]
    public void The_oldest_write_ages_until_anything_is_completed()
    {
        _writes.Tick();
        Assert.Equal(0, _writes.OldestAge);
        _writes.Issue();
        _writes.Issue();
        _writes.Tick();
        _writes.Tick();
        Assert.Equal(2, _writes.OldestAge);
        _writes.Complete(new(1));
        Assert.Equal(0, _writes.OldestAge);
        _writes.Tick();
        Assert.Equal(1, _writes.OldestAge);
        _writes.Complete(new(2));
        _writes.Tick();
        Assert.Equal(0, _writes.OldestAge);
    }

    [Fact]
    public void Of_elections_that_are_over_nothing_is_promised_any_more_and_all_else_is()
    {
        GroupId group = new(1);
        _writes.Issue();
        foreach (var term in (long[])[1, 2])
        {
            _writes.HoldBack(new AppendAccepted(group, One, Two, new(term), new(5)));
            _writes.HoldBack(new VoteGranted(group, One, Two, new(term)));
            _writes.HoldBack(new VoteGranted(group, One, One, new(term)));
            _writes.HoldBack(new VoteRequest(group, One, Two, new(term), default, Transfer: false));
        }

        _writes.WithdrawElections(new(2));
        _writes.Complete(new(1));
        List<string> left = [];
        while (_writes.TryRelease(out var promise)) left.Add(promise.ToString());
        Assert.Equal(
        [
            "1->2 t1 AppendAccepted match=5", "1->2 t1 VoteGranted", "1->2 t2 AppendAccepted match=5", "1->2 t2 VoteGranted",
            "1->1 t2 VoteGranted", "1->2 t2 VoteRequest last=0@0",
        ], left);
    }

    [Fact]
    public void Only_the_distances_between_writes_matter_to_what_follows()
    {
        var later = new PendingWrites();
        later.Issue();
        later.Complete(new(1));
        foreach (var writes in (PendingWrites[])[_writes, later])
        {
            writes.Issue();
            writes.HoldBack(new VoteGranted(new(1), One, Two, new(1)));
        }

        StateHasher hash = new(), laterHash = new();
        _writes.Hash(ref hash);
        later.Hash(ref laterHash);
        Assert.Equal(hash.Value, laterHash.Value);
    }

    private void Hold(long term) => _writes.HoldBack(new VoteGranted(new(1), One, Two, new(term)));

    private string Released()
    {
        List<long> terms = [];
        while (_writes.TryRelease(out var promise)) terms.Add(promise.Term.Value);
        return string.Join(' ', terms);
    }
}
