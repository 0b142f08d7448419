namespace Runink.Simulation.Tests;

public sealed class SetHistoryTests
{
    private readonly HistoryBuilder _history = new(ObjectKind.Set);

    [Fact]
    public void An_element_is_in_the_set_from_its_adding_to_its_removal() => _history
        .Set(CommandKind.Contains, 1, 2, 4, false).Set(CommandKind.Add, 3, 4, 4, true).Set(CommandKind.Contains, 5, 6, 4, true)
        .Set(CommandKind.Remove, 7, 8, 4, true).Set(CommandKind.Contains, 9, 10, 4, false).IsRight();

    [Fact]
    public void Two_adds_of_one_element_do_not_both_find_it_missing() =>
        _history.Set(CommandKind.Add, 1, 10, 4, true).Set(CommandKind.Add, 1, 10, 4, true).IsWrong();

    [Fact]
    public void Only_one_of_two_removals_finds_the_element() => _history.Set(CommandKind.Add, 1, 2, 4, true)
        .Set(CommandKind.Remove, 3, 10, 4, true).Set(CommandKind.Remove, 3, 10, 4, true).IsWrong();

    [Fact]
    public void Elements_do_not_disturb_each_other() =>
        _history.Set(CommandKind.Add, 1, 2, 4, true).Set(CommandKind.Add, 1, 2, 5, true).Set(CommandKind.Remove, 3, 4, 6, false).IsRight();

    [Fact]
    public void The_wrong_element_is_found_among_right_ones()
    {
        _history.Set(CommandKind.Add, 1, 2, 4, true).Set(CommandKind.Add, 1, 2, 5, true);
        var verdict = _history.Set(CommandKind.Contains, 3, 4, 5, false).IsWrong();
        Assert.Equal(5, verdict.Culprit.Command.Argument);
        Assert.All(verdict.Window, o => Assert.Equal(5, o.Command.Argument));
    }

    [Fact]
    public void Several_adds_without_answers_explain_as_many_removals_and_no_more()
    {
        _history.Pending(CommandKind.Add, 1, 4).Pending(CommandKind.Add, 2, 4)
            .Set(CommandKind.Remove, 3, 4, 4, true).Set(CommandKind.Remove, 5, 6, 4, true).IsRight();
        _history.Set(CommandKind.Remove, 7, 8, 4, true).IsWrong();
    }
}
