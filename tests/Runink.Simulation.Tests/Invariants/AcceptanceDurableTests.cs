using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class AcceptanceDurableTests
{
    private readonly Stage _stage = Stage.For<AcceptanceDurable>();

    public AcceptanceDurableTests()
    {
        _stage.Elect(_stage.A, 2);
        _stage.Replicate([_stage.A], Stage.Noop(1, 1), Stage.Noop(2, 2));
    }

    [Fact]
    public void Entries_on_disk_may_be_accepted()
    {
        _stage.Replicate([_stage.B], Stage.Noop(1, 1), Stage.Noop(2, 2));
        _stage.Send(_stage.B, Accepted(2));
    }

    [Fact]
    public void Entries_in_memory_only_break_it()
    {
        _stage.Append(_stage.B, Stage.Noop(1, 1), Stage.Noop(2, 2));
        _stage.Breaks(() => _stage.Send(_stage.B, Accepted(2)));
    }

    // The index is on disk, with an entry of another leader: a write was taken for another one.
    [Fact]
    public void Other_entries_than_the_leader_has_break_it()
    {
        _stage.Replicate([_stage.B], Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Breaks(() => _stage.Send(_stage.B, Accepted(2)));
    }

    [Fact]
    public void What_was_accepted_in_a_term_that_is_over_need_not_be_there_any_more()
    {
        _stage.SaveVote(_stage.B, 3, null);
        _stage.Send(_stage.B, Accepted(2));
    }

    private AppendAccepted Accepted(long match) => new(new GroupId(1), _stage.B.Id, _stage.A.Id, new Term(2), new LogIndex(match));
}
