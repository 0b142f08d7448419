namespace Runink.Raft.Tests;

/// <summary>A log whose disk has lost entries.</summary>
public sealed class DamagedLogTests
{
    [Fact]
    public void What_is_rotten_is_not_compacted_away_but_a_snapshot_may_take_its_place()
    {
        var log = RaftLogTests.Of("1,?1,1,?1,1");
        Bench.Breaks("a rotten entry is compacted away", () => log.CompactThrough(new(2)));
        Bench.Breaks("a rotten entry is compacted away", () => log.CompactThrough(new(3)));
        log.CompactThrough(new(1));
        Assert.Equal(2, log.FirstRotten!.Value.Value);
        log.Rebase(new(new(2), new(1)));
        Assert.Equal(4, log.FirstRotten!.Value.Value);
        log.Rebase(new(new(4), new(1)));
        Assert.Null(log.FirstRotten);
    }

    [Fact]
    public void A_rotten_entry_of_unknown_term_has_none()
    {
        var log = RaftLogTests.Of("1,?,?2");
        Assert.Null(log.TermAt(new(2)));
        Assert.Equal(2, log.TermAt(new(3))!.Value.Value);
        Assert.False(log.Holds(new(new(2), Term.Zero)));
    }

    [Fact]
    public void Restoring_an_entry_brings_back_its_bytes()
    {
        var log = RaftLogTests.Of("1,?1,1,?1");
        Bench.Breaks("an entry that is sound is replaced in place", () => log.Restore(log.At(new(1))));
        var before = log.Bytes;
        log.Restore(new Entry(new(2), new(1), EntryKind.Command, new byte[10]));
        Assert.Equal((before + 10, 42L, 35L, 4L),
            (log.Bytes, log.BytesBetween(new(1), new(2)), log.BytesBetween(new(2), new(3)), log.FirstRotten!.Value.Value));
        log.Restore(new Entry(new(4), new(1), EntryKind.Noop));
        Assert.Null(log.FirstRotten);
        log.Append(new Entry(new(5), new(1), EntryKind.Noop));
        Assert.Equal(before + 10 + 32, log.Bytes);
        var full = RaftLogTests.Of("1,1,1,1,1,1,1,?1");
        full.Restore(new Entry(new(8), new(1), EntryKind.Noop));
        Assert.Null(full.FirstRotten);
    }

    [Theory]
    [InlineData("1,?,2", 2, 1, true)]
    [InlineData("1,?,2", 2, 2, true)]
    [InlineData("1,?,2", 2, 3, false)]
    [InlineData("1,?,?,2", 2, 3, false)]
    [InlineData("1,?,?", 2, 9, true)]
    [InlineData("1,?2,3", 2, 2, true)]
    [InlineData("1,?2,3", 2, 1, false)]
    [InlineData("1,1", 2, 1, true)]
    [InlineData("1,1", 2, 2, false)]
    [InlineData("1,1", 3, 1, false)]
    public void What_was_lost_may_have_been_anything_that_the_terms_behind_it_allow(
        string terms, long index, long term, bool mayHold) =>
        Assert.Equal(mayHold, RaftLogTests.Of(terms).MayHold(new(new(index), new(term))));
}
