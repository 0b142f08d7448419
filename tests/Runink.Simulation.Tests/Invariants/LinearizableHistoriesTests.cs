namespace Runink.Simulation.Tests;

public sealed class LinearizableHistoriesTests
{
    private static readonly ObjectId Register = new(ObjectKind.Register, 0, 0);
    private readonly Stage _stage = Stage.For<LinearizableHistories>();

    [Fact]
    public void A_history_that_some_order_explains_is_right() =>
        _stage.Tell(i => i.HistoryClosed(Register, new HistoryBuilder(ObjectKind.Register).Write(1, 2, 5).Read(3, 4, 5).Operations));

    [Fact]
    public void A_stale_read_breaks_it()
    {
        var history = new HistoryBuilder(ObjectKind.Register).Write(1, 2, 5).Read(3, 4, 0).Operations;
        var violation = _stage.Breaks(() => _stage.Tell(i => i.HistoryClosed(Register, history)));
        Assert.Contains("read Register0.0 [3, 4] = 0", violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_judged_and_what_was_given_up_is_counted()
    {
        var strict = new LinearizableHistories(new LinearizabilityChecker(maxSteps: 2));
        strict.HistoryClosed(Register, new HistoryBuilder(ObjectKind.Register).Write(1, 2, 5).Read(3, 4, 5).Operations);
        Assert.Equal((2, 0), (strict.Checked, strict.Undecided));
        strict.HistoryClosed(Register, new HistoryBuilder(ObjectKind.Register).Write(1, 2, 5).Write(1, 2, 6).Read(3, 4, 5).Operations);
        Assert.Equal((2, 1), (strict.Checked, strict.Undecided));
    }
}
