namespace Runink.Simulation.Tests;

public sealed class ElectionSafetyTests
{
    private readonly Stage _stage = Stage.For<ElectionSafety>();

    [Fact]
    public void Each_term_may_have_a_leader_of_its_own()
    {
        _stage.Elect(_stage.A, 1);
        _stage.Elect(_stage.B, 2);
        _stage.Elect(_stage.A, 3);
    }

    [Fact]
    public void Two_leaders_of_one_term_break_it()
    {
        _stage.Elect(_stage.A, 2);
        _stage.Breaks(() => _stage.Elect(_stage.B, 2));
    }

    [Fact]
    public void A_leader_that_comes_back_to_its_term_in_a_later_life_breaks_it()
    {
        _stage.Elect(_stage.A, 2);
        _stage.A.Life++;
        _stage.A.View = new() { Term = new(2) };
        _stage.Breaks(() => _stage.Elect(_stage.A, 2));
    }
}
