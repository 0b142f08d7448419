namespace Runink.Simulation.Tests;

public sealed class RegisterHistoryTests
{
    private readonly HistoryBuilder _history = new(ObjectKind.Register);

    [Fact]
    public void An_empty_history_is_linearizable() => _history.IsRight();

    [Fact]
    public void A_register_begins_with_zero()
    {
        _history.Read(1, 2, 0).IsRight();
        _history.Read(3, 4, 7).IsWrong();
    }

    // Herlihy and Wing, figure 1(a): two writes overlap, and both reads agree on their order.
    [Fact]
    public void Overlapping_writes_may_take_effect_in_either_order() =>
        _history.Write(1, 10, 1).Write(2, 9, 2).Read(11, 12, 1).Read(13, 14, 1).IsRight();

    // Herlihy and Wing, figure 1(b): nobody wrote anything between two reads that differ.
    [Fact]
    public void A_value_does_not_come_back_after_another_was_read() =>
        _history.Write(1, 10, 1).Write(2, 9, 2).Read(11, 12, 1).Read(13, 14, 2).Read(15, 16, 1).IsWrong();

    [Fact]
    public void A_read_that_misses_a_finished_write_is_stale() => _history.Write(1, 2, 5).Read(3, 4, 0).IsWrong();

    [Fact]
    public void A_read_during_a_write_may_see_either_value()
    {
        _history.Write(1, 10, 5).Read(2, 3, 0).Read(4, 5, 5).IsRight();
    }

    [Fact]
    public void Once_a_read_has_seen_a_new_value_no_later_read_sees_the_old_one() =>
        _history.Write(1, 10, 5).Read(2, 3, 5).Read(4, 5, 0).IsWrong();

    [Fact]
    public void A_value_from_the_future_is_refused() => _history.Read(1, 2, 5).Write(3, 4, 5).IsWrong();

    [Fact]
    public void A_write_without_an_answer_may_have_happened() =>
        _history.Pending(CommandKind.Write, 1, 5).Read(2, 3, 5).IsRight();

    [Fact]
    public void A_write_without_an_answer_may_not_have_happened() =>
        _history.Pending(CommandKind.Write, 1, 5).Read(2, 3, 0).IsRight();

    [Fact]
    public void A_write_without_an_answer_may_happen_late() =>
        _history.Pending(CommandKind.Write, 1, 5).Read(2, 3, 0).Write(4, 5, 6).Read(6, 7, 6).Read(8, 9, 5).IsRight();

    [Fact]
    public void A_write_without_an_answer_happens_at_most_once() =>
        _history.Pending(CommandKind.Write, 1, 5).Read(2, 3, 5).Write(4, 5, 6).Read(6, 7, 6).Read(8, 9, 5).IsWrong();

    [Fact]
    public void A_write_without_an_answer_must_have_happened_when_its_value_was_read() =>
        _history.Pending(CommandKind.Write, 1, 5).Read(2, 3, 5).Read(4, 5, 0).IsWrong();

    [Fact]
    public void A_write_does_not_happen_before_its_call() => _history.Read(1, 2, 5).Pending(CommandKind.Write, 3, 5).IsWrong();

    [Fact]
    public void A_read_without_an_answer_says_nothing() => _history.Pending(CommandKind.Read, 1, 0).Write(2, 3, 5).Read(4, 5, 5).IsRight();

    [Fact]
    public void Moments_that_are_the_same_overlap() => _history.Write(1, 2, 5).Read(2, 3, 0).IsRight();

    // A long operation spans many short ones: its place must be found among all of them.
    [Fact]
    public void A_long_write_finds_its_place_between_short_ones()
    {
        _history.Write(0, 1000, 77);
        for (var i = 1; i <= 20; i++) _history.Write(i * 10, (i * 10) + 1, i).Read((i * 10) + 2, (i * 10) + 3, i);
        _history.Read(500, 501, 77);
        _history.IsRight();
        _history.Read(502, 503, 20).IsWrong();
    }
}
