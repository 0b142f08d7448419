namespace Runink.Raft.Tests;

public sealed class LogWriterTests
{
    private readonly PendingWrites _writes = new();
    private readonly List<Effect> _effects = [];

    [Fact]
    public void What_was_not_handed_over_is_written_once()
    {
        var (log, writer) = Start("1,1");
        Assert.True(writer.IsFlushed(log));
        Append(log, 2);
        Append(log, 2);
        Assert.False(writer.IsFlushed(log));
        Flush(log, writer, "write 1 append [3@2 noop, 4@2 noop]");
        Assert.True(writer.IsFlushed(log));
        Flush(log, writer);
        Assert.Equal(2, writer.Durable.Value);
        Complete(writer, 1);
        Assert.Equal(4, writer.Durable.Value);
    }

    [Fact]
    public void Two_cuts_before_a_write_are_one()
    {
        var (log, writer) = Start("1,1,1,1");
        Cut(log, writer, 4);
        Append(log, 2);
        Cut(log, writer, 2);
        Append(log, 3);
        Assert.Equal(1, writer.Durable.Value);
        Flush(log, writer, "write 1 append truncate=2 [2@3 noop]");
        Complete(writer, 1);
        Assert.Equal(2, writer.Durable.Value);
    }

    [Fact]
    public void A_second_cut_further_behind_changes_nothing_before_it()
    {
        var (log, writer) = Start("1,1,1,1");
        Cut(log, writer, 2);
        Append(log, 2);
        Append(log, 2);
        Flush(log, writer, "write 1 append truncate=2 [2@2 noop, 3@2 noop]");
        Cut(log, writer, 3);
        Append(log, 3);
        Flush(log, writer, "write 2 append truncate=3 [3@3 noop]");
        Complete(writer, 1);
        Assert.Equal(2, writer.Durable.Value);
        Complete(writer, 2);
        Assert.Equal(3, writer.Durable.Value);
    }

    [Fact]
    public void Cutting_what_storage_was_never_given_asks_nothing_of_it()
    {
        var (log, writer) = Start("1");
        Append(log, 2);
        Cut(log, writer, 2);
        Assert.True(writer.IsFlushed(log));
        Flush(log, writer);
    }

    [Fact]
    public void Lost_entries_are_written_again_and_nothing_behind_the_first_counts_until_then()
    {
        var (log, writer) = Start("1,1,1,1");
        writer.Lost(new(3));
        writer.Lost(new(2));
        writer.Lost(new(2));
        writer.Lost(new(5));
        Assert.Equal(1, writer.Durable.Value);
        Flush(log, writer, "write 1 append [2@1 command 3B]", "write 2 append [3@1 command 3B]");
        Flush(log, writer);
        Complete(writer, 1);
        Assert.Equal(2, writer.Durable.Value);
        Complete(writer, 2);
        Assert.Equal(4, writer.Durable.Value);
    }

    [Fact]
    public void The_last_entry_handed_over_can_be_lost()
    {
        var (log, writer) = Start("1,1");
        writer.Lost(new(2));
        Flush(log, writer, "write 1 append [2@1 command 3B]");
    }

    [Fact]
    public void A_lost_entry_that_is_cut_off_needs_no_repair()
    {
        var (log, writer) = Start("1,?1,1");
        Assert.Equal(1, writer.Durable.Value);
        Flush(log, writer);
        Cut(log, writer, 2);
        Append(log, 2);
        Flush(log, writer, "write 1 append truncate=2 [2@2 noop]");
        Complete(writer, 1);
        Assert.Equal(2, writer.Durable.Value);
    }

    [Fact]
    public void A_lost_entry_that_is_compacted_away_needs_no_repair()
    {
        var (log, writer) = Start("1,1,1,1");
        foreach (var index in (int[])[1, 2, 3]) writer.Lost(new(index));
        log.CompactThrough(new(2));
        writer.Compacted(new(2));
        Assert.Equal(2, writer.Durable.Value);
        Flush(log, writer, "write 1 append [3@1 command 3B]");
    }

    [Fact]
    public void A_snapshot_takes_what_older_writes_would_have_made_durable()
    {
        var (log, writer) = Start("1,?1");
        Append(log, 1);
        Flush(log, writer, "write 1 append [3@1 noop]");
        log.Reset(new(new(9), new(1)));
        writer.Reset(new(9), _writes);
        Assert.Equal(0, writer.Durable.Value);
        Assert.True(writer.IsFlushed(log));
        Complete(writer, 1);
        Assert.Equal(0, writer.Durable.Value);
        _writes.IssueAppend(new(9));
        Complete(writer, 2);
        Assert.Equal(9, writer.Durable.Value);
    }

    [Fact]
    public void Entries_lost_before_a_snapshot_are_back_when_it_is_installed()
    {
        var (log, writer) = Start("1,?1,?1,1,?1");
        var id = _writes.IssueAppend(new(3));
        log.Rebase(new(new(3), new(1)));
        writer.Rebase(new(3), id);
        Flush(log, writer);
        Assert.Equal(1, writer.Durable.Value);
        Complete(writer, 1);
        Assert.Equal(4, writer.Durable.Value);
    }

    private static (RaftLog Log, LogWriter Writer) Start(string terms)
    {
        var log = RaftLogTests.Of(terms);
        return (log, new LogWriter(log));
    }

    private static void Append(RaftLog log, long term) => log.Append(new Entry(log.LastIndex.Next, new(term), EntryKind.Noop));

    private void Cut(RaftLog log, LogWriter writer, long from)
    {
        log.TruncateFrom(new(from));
        writer.Truncated(new(from), _writes);
    }

    private void Flush(RaftLog log, LogWriter writer, params string[] effects)
    {
        _effects.Clear();
        writer.Flush(log, _writes, _effects);
        Assert.Equal(effects, _effects.Select(effect => effect.ToString()));
    }

    private void Complete(LogWriter writer, long write) => writer.BecameDurable(_writes.Complete(new(write)), new(write));
}
