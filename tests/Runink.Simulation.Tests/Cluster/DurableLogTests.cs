using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class DurableLogTests
{
    private readonly DurableLog _log = new(new SnapshotDescription(default, Membership.OfVoters(1, 2, 3)));

    [Fact]
    public void Entries_follow_each_other()
    {
        Write(null, Of(1, 1), Of(2, 1));
        Write(null, Of(3, 2));
        Assert.Equal("1@1 2@1 3@2", Words());
    }

    [Fact]
    public void A_truncation_takes_everything_from_its_index_on()
    {
        Write(null, Of(1, 1), Of(2, 1), Of(3, 1));
        Write(2, Of(2, 2));
        Assert.Equal("1@1 2@2", Words());
    }

    [Fact]
    public void A_truncation_beyond_the_end_takes_nothing()
    {
        Write(null, Of(1, 1));
        Write(2);
        Assert.Equal("1@1", Words());
    }

    [Fact]
    public void An_entry_that_is_there_is_replaced_in_its_place()
    {
        Write(null, Of(1, 1), Of(2, 1), Of(3, 1));
        _log.Rot(new LogIndex(2), keepsTerm: false);
        Write(null, Of(2, 1));
        Assert.Equal("1@1 2@1 3@1", Words());
        Assert.Equal(EntryKind.Noop, _log.At(new LogIndex(2))!.Kind);
    }

    [Fact]
    public void A_gap_is_refused()
    {
        Write(null, Of(1, 1));
        Assert.Throws<InvalidOperationException>(() => Write(null, Of(3, 1)));
    }

    [Fact]
    public void What_is_compacted_away_cannot_be_truncated()
    {
        Write(null, Of(1, 1), Of(2, 1));
        _log.Compact(At(1, 1));
        Assert.Throws<InvalidOperationException>(() => Write(1));
    }

    [Fact]
    public void Compaction_moves_the_base_and_keeps_what_follows()
    {
        Write(null, Of(1, 1), Of(2, 1), Of(3, 2));
        _log.Compact(At(2, 1));
        Assert.Equal(At(2, 1), _log.Base);
        Assert.Equal("3@2", Words());
        Assert.Null(_log.At(new LogIndex(2)));
        _log.Compact(At(1, 1));
        Assert.Equal(At(2, 1), _log.Base);
        Assert.Throws<InvalidOperationException>(() => _log.Compact(At(4, 2)));
    }

    [Fact]
    public void A_snapshot_takes_the_place_of_the_log_or_of_its_beginning()
    {
        Write(null, Of(1, 1), Of(2, 1), Of(3, 1));
        _log.Reset(At(2, 1), keepsLog: true);
        Assert.Equal("3@1", Words());
        _log.Reset(At(9, 4), keepsLog: false);
        Assert.Equal("", Words());
        Assert.Equal(9, _log.LastIndex.Value);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_rotten_entry_keeps_its_place_and_perhaps_its_term(bool keepsTerm, int term)
    {
        Write(null, Of(1, 1), Of(2, 1));
        _log.Rot(new LogIndex(1), keepsTerm);
        Assert.Equal((EntryKind.Rotten, new Term(term)), (_log.At(new LogIndex(1))!.Kind, _log.At(new LogIndex(1))!.Term));
        Assert.Throws<InvalidOperationException>(() => _log.Rot(new LogIndex(3), keepsTerm));
    }

    private static Entry Of(long index, long term) => new(new LogIndex(index), new Term(term), EntryKind.Noop);

    private static SnapshotDescription At(long index, long term) =>
        new(new LogPosition(new LogIndex(index), new Term(term)), Membership.OfVoters(1, 2, 3));

    private void Write(long? truncateFrom, params Entry[] entries)
    {
        LogIndex? from = truncateFrom is { } index ? new LogIndex(index) : null;
        _log.Append(new Append(new WriteId(1), entries, from), entries.Length);
    }

    private string Words() => string.Join(' ', _log.ToArray().Select(entry => $"{entry.Index}@{entry.Term}"));
}
