namespace Runink.Raft.Tests;

public sealed class RaftLogTests
{
    [Fact]
    public void A_log_begins_after_its_base()
    {
        var log = new RaftLog(new(new(5), new(2)));
        Assert.Equal((6, 5, 0, 0), (log.FirstIndex.Value, log.LastIndex.Value, log.Count, (int)log.Bytes));
        Assert.Equal("5@2", log.Last.ToString());
        Assert.Equal(2, log.TermAt(new(5))!.Value.Value);
        Assert.Null(log.TermAt(new(4)));
        Assert.Null(log.TermAt(new(6)));
        Assert.Null(log.FirstRotten);
        Assert.True(log.Holds(new(new(5), new(2))));
        Assert.False(log.Holds(new(new(5), new(1))));
        Assert.False(log.Holds(new(new(6), Term.Zero)));
        Assert.False(log.Contains(new(5)));
    }

    [Fact]
    public void Entries_stand_at_their_index()
    {
        var log = Of("1,1,2,3");
        Assert.Equal("1@1 2@1 3@2 4@3", Show(log));
        Assert.Equal("4@3", log.Last.ToString());
        Assert.Equal(4 * 35, log.Bytes);
        Assert.Equal(2 * 35, log.BytesBetween(new(1), new(3)));
        Assert.Equal(0, log.BytesBetween(new(3), new(3)));
        Assert.Equal(0, log.BytesBetween(new(3), new(1)));
        Bench.Breaks("an entry is asked for that the log does not hold", () => log.At(new(5)));
        Bench.Breaks("an entry is asked for that the log does not hold", () => log.At(new(0)));
        Bench.Breaks("an entry is appended with a gap before it", () => log.Append(Entry.Rotten(new(6))));
    }

    [Fact]
    public void Truncation_takes_the_entry_and_all_that_follow()
    {
        var log = Of("1,1,?2,?3");
        log.TruncateFrom(new(6));
        log.TruncateFrom(new(5));
        Assert.Equal(4, log.Count);
        log.TruncateFrom(new(4));
        Assert.Equal((3, 3), (log.Count, (int)log.FirstRotten!.Value.Value));
        log.TruncateFrom(new(3));
        Assert.Equal("1@1 2@1", Show(log));
        Assert.Null(log.FirstRotten);
        Assert.Equal(70, log.Bytes);
        log.CompactThrough(new(1));
        Bench.Breaks("compacted entries are truncated", () => log.TruncateFrom(new(1)));
        log.TruncateFrom(new(2));
        Assert.Equal(("1@1", 0), (log.Last.ToString(), log.Count));
    }

    [Fact]
    public void Compaction_takes_everything_up_to_the_new_base()
    {
        var log = Of("1,1,2,3");
        log.CompactThrough(new(3));
        Assert.Equal(("3@2", "4@3", 35L), (log.Base.ToString(), Show(log), log.Bytes));
        Bench.Breaks("an entry is asked for that the log does not hold", () => log.CompactThrough(new(5)));
        Bench.Breaks("the log is compacted past its end", () => log.Rebase(new(new(5), new(3))));
        Bench.Breaks("the log is compacted past its end", () => log.Rebase(new(new(3), new(2))));
    }

    [Theory]
    [InlineData(1, 4, 9, 999, "1@1 2@1 3@2 4@3")]
    [InlineData(2, 3, 9, 999, "2@1 3@2")]
    [InlineData(2, 4, 2, 999, "2@1 3@2")]
    [InlineData(1, 4, 9, 70, "1@1 2@1")]
    [InlineData(1, 4, 9, 104, "1@1 2@1")]
    [InlineData(1, 4, 9, 105, "1@1 2@1 3@2")]
    [InlineData(3, 4, 9, 1, "3@2")]
    [InlineData(3, 4, 0, 999, "")]
    [InlineData(5, 4, 9, 999, "")]
    public void A_slice_is_bounded_in_entries_and_in_bytes_and_one_always_fits(
        int from, int through, int entries, int bytes, string slice) =>
        Assert.Equal(slice, string.Join(' ', Of("1,1,2,3").Slice(new(from), new(through), entries, bytes).Select(Position)));

    [Theory]
    [InlineData(4, 3, "4@3")]
    [InlineData(9, 9, "4@3")]
    [InlineData(4, 2, "3@2")]
    [InlineData(2, 9, "2@1")]
    [InlineData(4, 1, "2@1")]
    [InlineData(4, 0, "0@0")]
    [InlineData(0, 9, "0@0")]
    public void The_last_entry_of_at_most_a_term_is_found_from_behind(int index, int term, string position) =>
        Assert.Equal(position, Of("1,1,2,3").LastAtMost(new(index), new(term)).ToString());

    [Fact]
    public void Looking_back_stops_at_the_base()
    {
        var log = Of("1,1,2,3");
        log.CompactThrough(new(3));
        Assert.Equal("3@2", log.LastAtMost(new(4), new(1)).ToString());
        Assert.Equal("1@1", Of("1,?,?2").LastAtMost(new(2), new(1)).ToString());
    }

    [Fact]
    public void A_snapshot_takes_the_place_of_everything()
    {
        var log = Of("1,?1,2");
        log.Reset(new(new(9), new(4)));
        Assert.Equal(("9@4", 0, 0L), (log.Last.ToString(), log.Count, log.Bytes));
        Assert.Null(log.FirstRotten);
        log.Append(new Entry(new(10), new(4), EntryKind.Noop));
        Assert.Equal(("10@4", 32L), (Show(log), log.Bytes));
    }

    [Fact]
    public void Memory_is_given_back_with_the_entries()
    {
        var log = Of("1");
        for (var i = 2; i <= 10_000; i++)
        {
            log.Append(new Entry(new(i), new(1), EntryKind.Noop));
            if (i > 4) log.CompactThrough(new(i - 3));
        }

        Assert.Equal(8, StateWalk.ArrayLength(log, "_items"));
        Assert.Equal(3, log.Count);
        Assert.Equal(3, StateWalk.ArrayUse(log, "_items"));
        log.TruncateFrom(new(9_999));
        Assert.Equal(1, StateWalk.ArrayUse(log, "_items"));
    }

    [Fact]
    public void A_copy_of_any_log_goes_its_own_way()
    {
        var empty = Of("1,1,1,1,1,1,1,1");
        empty.CompactThrough(new(8));
        foreach (var log in (RaftLog[])[empty, new(default), Of("1,?1,1"), Compacted("1,1,2,3")])
        {
            var copy = log.Clone();
            var (shown, bytes, rotten) = (Show(log), log.Bytes, log.FirstRotten);
            Assert.Equal((shown, bytes, rotten, log.Base), (Show(copy), copy.Bytes, copy.FirstRotten, copy.Base));
            copy.Append(Entry.Rotten(copy.LastIndex.Next, new(9)));
            Assert.Equal((shown, bytes, rotten), (Show(log), log.Bytes, log.FirstRotten));
            Assert.Equal(bytes + 32, copy.Bytes);
        }
    }

    private static RaftLog Compacted(string terms)
    {
        var log = Of(terms);
        log.CompactThrough(new(2));
        return log;
    }

    internal static RaftLog Of(string terms)
    {
        var log = new RaftLog(default);
        foreach (var entry in new NodeText(new(1), Membership.Empty, $"log={terms}").Recovered.Entries) log.Append(entry);
        return log;
    }

    private static string Show(RaftLog log) =>
        string.Join(' ', log.Slice(log.FirstIndex, log.LastIndex, int.MaxValue, long.MaxValue).Select(Position));

    private static string Position(Entry entry) => $"{entry.Index}@{entry.Term}";
}
