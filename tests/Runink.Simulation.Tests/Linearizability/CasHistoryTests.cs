namespace Runink.Simulation.Tests;

public sealed class CasHistoryTests
{
    private readonly HistoryBuilder _history = new(ObjectKind.CasRegister);

    [Fact]
    public void Two_swaps_of_the_same_value_do_not_both_succeed() =>
        _history.Swap(1, 10, 0, 5, true).Swap(2, 9, 0, 6, true).IsWrong();

    [Fact]
    public void One_of_two_swaps_may_fail() => _history.Swap(1, 10, 0, 5, true).Swap(2, 9, 0, 6, false).Read(11, 12, 5).IsRight();

    [Fact]
    public void A_swap_does_not_fail_while_the_register_holds_what_it_expects() => _history.Swap(1, 2, 0, 5, false).IsWrong();

    [Fact]
    public void An_update_is_not_lost() =>
        _history.Swap(1, 2, 0, 5, true).Swap(3, 4, 5, 6, true).Read(5, 6, 5).IsWrong();

    [Fact]
    public void Swaps_chain_in_the_only_order_that_fits() =>
        _history.Swap(1, 10, 2, 3, true).Swap(1, 10, 1, 2, true).Swap(1, 10, 0, 1, true).Read(11, 12, 3).IsRight();

    [Fact]
    public void A_swap_without_an_answer_may_explain_a_later_one() =>
        _history.Pending(CommandKind.CompareAndSwap, 1, 5, 0).Swap(2, 3, 5, 6, true).Read(4, 5, 6).IsRight();

    [Fact]
    public void A_swap_without_an_answer_whose_value_nobody_read_may_explain_a_failure() =>
        _history.Pending(CommandKind.Write, 1, 5).Swap(2, 3, 0, 6, false).IsRight();

    [Fact]
    public void A_swap_without_an_answer_cannot_have_swapped_what_was_not_there() =>
        _history.Pending(CommandKind.CompareAndSwap, 1, 5, 9).Read(2, 3, 5).IsWrong();

    [Fact]
    public void Swaps_without_answers_may_have_led_from_one_to_the_next() =>
        _history.Pending(CommandKind.CompareAndSwap, 1, 8, 7).Pending(CommandKind.CompareAndSwap, 2, 7, 0).Read(3, 4, 8).IsRight();
}
