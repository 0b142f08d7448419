namespace Runink.Simulation.Tests;

public sealed class LeaderCompletenessTests
{
    private readonly Stage _stage = Stage.For<LeaderCompleteness>();

    [Fact]
    public void A_leader_with_everything_that_was_committed_is_right()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Elect(_stage.B, 2);
    }

    [Fact]
    public void A_leader_whose_log_ends_before_what_was_committed_breaks_it()
    {
        _stage.Elect(_stage.A, 1);
        _stage.Replicate([_stage.A, _stage.B], Stage.Noop(1, 1));
        _stage.Commit(_stage.A, 1);
        _stage.Breaks(() => _stage.Elect(_stage.C, 2));
    }

    [Fact]
    public void A_leader_with_another_entry_where_something_was_committed_breaks_it()
    {
        _stage.Append(_stage.C, Stage.Noop(1, 1));
        _stage.Elect(_stage.A, 2);
        _stage.Replicate([_stage.A, _stage.B], Stage.Noop(1, 2));
        _stage.Commit(_stage.A, 1);
        _stage.Breaks(() => _stage.Elect(_stage.C, 3));
    }

    [Fact]
    public void A_commit_of_an_earlier_term_that_the_present_leader_does_not_have_breaks_it()
    {
        _stage.Elect(_stage.A, 1);
        _stage.Append(_stage.A, Stage.Noop(1, 1));
        _stage.Elect(_stage.C, 2);
        _stage.Breaks(() => _stage.Commit(_stage.A, 1));
    }

    // Votes that come late may elect a leader of an old term, which commits nothing any more.
    [Fact]
    public void A_leader_of_an_older_term_need_not_have_what_a_newer_one_committed()
    {
        _stage.Establish(_stage.A, 3, Stage.Noop(1, 3));
        _stage.C.Put(new(1));
        _stage.Elect(_stage.C, 2);
    }
}
