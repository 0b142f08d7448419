namespace Runink.Simulation.Tests;

public sealed class ListHistoryTests
{
    private readonly HistoryBuilder _history = new(ObjectKind.List);

    [Fact]
    public void A_list_begins_empty() => _history.ReadList(1, 2).IsRight();

    [Fact]
    public void Appends_in_turn_stand_in_turn()
    {
        _history.Append(1, 2, 1).Append(3, 4, 2).ReadList(5, 6, 1, 2).IsRight();
    }

    [Fact]
    public void Appends_in_turn_do_not_change_places() => _history.Append(1, 2, 1).Append(3, 4, 2).ReadList(5, 6, 2, 1).IsWrong();

    [Fact]
    public void Two_reads_agree_on_the_order_of_overlapping_appends()
    {
        _history.Append(1, 10, 1).Append(1, 10, 2).ReadList(11, 12, 2, 1).IsRight();
        _history.ReadList(13, 14, 1, 2).IsWrong();
    }

    [Fact]
    public void A_finished_append_is_not_lost() => _history.Append(1, 2, 1).Append(3, 4, 2).ReadList(5, 6, 2).IsWrong();

    [Fact]
    public void An_append_that_was_seen_is_not_lost_later() =>
        _history.Pending(CommandKind.Append, 1, 1).ReadList(2, 3, 1).ReadList(4, 5).IsWrong();

    [Fact]
    public void An_append_does_not_happen_twice() => _history.Append(1, 2, 1).ReadList(3, 4, 1, 1).IsWrong();

    [Fact]
    public void A_value_that_nobody_appended_is_refused() => _history.Append(1, 2, 1).ReadList(3, 4, 1, 9).IsWrong();

    [Fact]
    public void A_list_does_not_shrink() => _history.Append(1, 2, 1).Append(1, 2, 2).ReadList(3, 4, 1, 2).ReadList(5, 6, 1).IsWrong();

    // Two appends of one value are two operations, even if a reader cannot tell them apart.
    [Fact]
    public void Equal_values_appended_twice_stand_twice() => _history.Append(1, 2, 1).Append(3, 4, 1).ReadList(5, 6, 1, 1).IsRight();

    [Fact]
    public void Appends_without_answers_appear_whenever_they_like()
    {
        _history.Pending(CommandKind.Append, 1, 1).Pending(CommandKind.Append, 1, 2).Pending(CommandKind.Append, 1, 3);
        _history.ReadList(2, 3).ReadList(4, 5, 3).Append(6, 7, 9).ReadList(8, 9, 3, 1, 9).IsRight();
        _history.ReadList(10, 11, 3, 1, 2, 9).IsWrong();
    }

    // An append that misses its read: it was finished before the read began, and the read is of a list without it.
    [Fact]
    public void An_append_that_no_read_shows_must_be_younger_than_the_reads()
    {
        _history.Append(1, 5, 1).ReadList(2, 3).Append(6, 7, 2).IsRight();
        _history.ReadList(8, 9, 1).IsWrong();
    }
}
