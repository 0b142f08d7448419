namespace Runink.Simulation.Tests;

public sealed class VerdictTests
{
    [Fact]
    public void The_first_answer_that_nothing_explains_is_named_with_the_states_that_were_possible()
    {
        var history = new HistoryBuilder(ObjectKind.Register);
        for (var i = 1; i < 100; i++) history.Write(i * 10, (i * 10) + 1, i).Read((i * 10) + 2, (i * 10) + 3, i);
        history.Write(1000, 1009, 501).Write(1001, 1008, 502);
        history.Read(1010, 1011, 98);
        for (var i = 200; i < 300; i++) history.Write(i * 10, (i * 10) + 1, i).Read((i * 10) + 2, (i * 10) + 3, i + 1);

        var verdict = history.IsWrong();
        Assert.Equal(1010, verdict.Culprit.Call);
        Assert.Equal(["501", "502"], verdict.Expected);
        Assert.Equal(16, verdict.Window.Count);
        Assert.Contains(verdict.Culprit, verdict.Window);
        Assert.All(verdict.Window, o => Assert.True(o.Call <= 1011));
        Assert.Contains("[1010, 1011]", verdict.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_that_hits_its_bound_is_undecided()
    {
        var history = new HistoryBuilder(ObjectKind.CasRegister);
        for (var i = 1; i <= 12; i++) history.Write(1, 100, i);
        history.Swap(101, 102, 99, 100, true);
        var verdict = new LinearizabilityChecker(maxSteps: 1000).Check(ObjectKind.CasRegister, history.Operations);
        Assert.Equal(1000, Assert.IsType<Verdict.Undecided>(verdict).Steps);
        Assert.IsType<Verdict.NotLinearizable>(new LinearizabilityChecker().Check(ObjectKind.CasRegister, history.Operations));
    }
}
