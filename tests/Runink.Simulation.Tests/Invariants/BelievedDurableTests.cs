using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class BelievedDurableTests
{
    private readonly Stage _stage = Stage.For<BelievedDurable>();

    [Fact]
    public void What_is_on_disk_may_be_believed_durable()
    {
        _stage.Replicate([_stage.A], Stage.Noop(1, 1), Stage.Noop(2, 1));
        Believe(2);
    }

    [Fact]
    public void What_is_still_being_written_breaks_it()
    {
        _stage.Replicate([_stage.A], Stage.Noop(1, 1));
        _stage.Append(_stage.A, Stage.Noop(2, 1));
        _stage.Breaks(() => Believe(2));
    }

    // The entries of an old leader were written, and those of the new one took their place in memory (ABA).
    [Fact]
    public void A_write_of_other_entries_breaks_it()
    {
        _stage.Replicate([_stage.A], Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Append(_stage.A, truncateFrom: 2, Stage.Noop(2, 2));
        _stage.Breaks(() => Believe(2));
    }

    [Fact]
    public void What_was_truncated_breaks_it()
    {
        _stage.Replicate([_stage.A], Stage.Noop(1, 1), Stage.Noop(2, 1));
        Believe(2);
        _stage.Breaks(() => _stage.Append(_stage.A, truncateFrom: 2));
    }

    private void Believe(long index) => _stage.Step(_stage.A, view => view with { Durable = new LogIndex(index) });
}
