namespace Runink.Raft.Tests;

public sealed class EntryTests
{
    [Fact]
    public void An_entry_counts_its_command_and_a_fixed_overhead()
    {
        Assert.Equal(32, new Entry(new(1), new(1), EntryKind.Noop).Size);
        Assert.Equal(37, new Entry(new(1), new(1), EntryKind.Command, "hello"u8.ToArray()).Size);
    }

    [Fact]
    public void A_witness_keeps_an_entry_without_its_command()
    {
        var noop = new Entry(new(1), new(1), EntryKind.Noop);
        Assert.Same(noop, noop.Bare());
        var bare = new Entry(new(2), new(1), EntryKind.Command, "hello"u8.ToArray()).Bare();
        Assert.Equal((new LogIndex(2), new Term(1), EntryKind.Command, 0),
            (bare.Index, bare.Term, bare.Kind, bare.Command.Length));
    }

    [Fact]
    public void A_rotten_entry_stands_where_the_lost_one_stood()
    {
        Assert.Equal((new LogIndex(7), new Term(3), EntryKind.Rotten), Kind(Entry.Rotten(new(7), new(3))));
        Assert.Equal((new LogIndex(7), Term.Zero, EntryKind.Rotten), Kind(Entry.Rotten(new(7))));

        static (LogIndex, Term, EntryKind) Kind(Entry entry) => (entry.Index, entry.Term, entry.Kind);
    }
}
