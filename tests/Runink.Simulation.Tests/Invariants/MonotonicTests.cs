using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class MonotonicTests
{
    private readonly Stage _stage = Stage.For<Monotonic>();

    [Fact]
    public void A_term_that_goes_back_breaks_it()
    {
        _stage.Depose(_stage.A, 3);
        _stage.Breaks(() => _stage.Depose(_stage.A, 2));
    }

    [Fact]
    public void A_commit_that_goes_back_breaks_it()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Breaks(() => _stage.Commit(_stage.A, 1));
    }

    [Fact]
    public void A_saved_term_that_goes_back_breaks_it()
    {
        _stage.SaveVote(_stage.A, 3, null);
        _stage.Breaks(() => _stage.SaveVote(_stage.A, 2, null));
    }

    [Fact]
    public void A_start_in_an_older_term_than_was_saved_breaks_it()
    {
        _stage.SaveVote(_stage.A, 3, null);
        _stage.A.View = _stage.A.View with { Term = new Term(2) };
        _stage.Breaks(() => _stage.Tell(i => i.Started(_stage.A)));
    }

    [Fact]
    public void A_start_forgets_what_was_not_saved()
    {
        _stage.Depose(_stage.A, 3);
        _stage.A.View = default;
        _stage.Tell(i => i.Started(_stage.A));
    }

    [Fact]
    public void Applying_what_is_not_committed_breaks_it()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1));
        _stage.Apply(_stage.A, Stage.Noop(1, 1));
        _stage.Breaks(() => _stage.Apply(_stage.A, Stage.Noop(2, 1)));
    }

    [Fact]
    public void A_state_machine_that_goes_back_breaks_it()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Apply(_stage.A, Stage.Noop(1, 1));
        _stage.Apply(_stage.A, Stage.Noop(2, 1));
        _stage.A.Machine = new StateMachine();
        _stage.Breaks(() => _stage.Apply(_stage.A, Stage.Noop(1, 1)));
    }
}
