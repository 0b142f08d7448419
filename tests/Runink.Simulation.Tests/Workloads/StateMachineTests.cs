using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class StateMachineTests
{
    private static readonly ObjectId Register = new(ObjectKind.Register, 0, 0);
    private static readonly ObjectId Cas = new(ObjectKind.CasRegister, 1, 0);
    private static readonly ObjectId List = new(ObjectKind.List, 2, 0);
    private static readonly ObjectId Set = new(ObjectKind.Set, 3, 0);

    private readonly StateMachine _machine = new();
    private long _sequence;

    [Fact]
    public void A_register_holds_what_was_written_last()
    {
        Do(CommandKind.Write, Register, 4);
        Do(CommandKind.Write, Register, 9);
        Assert.Equal(9, Do(CommandKind.Read, Register).Value);
    }

    [Fact]
    public void A_compare_and_swap_changes_only_what_it_expected()
    {
        Assert.Equal(1, Do(CommandKind.CompareAndSwap, Cas, 5, expected: 0).Value);
        Assert.Equal(0, Do(CommandKind.CompareAndSwap, Cas, 6, expected: 0).Value);
        Assert.Equal(5, Do(CommandKind.Read, Cas).Value);
    }

    [Fact]
    public void A_list_keeps_the_order_and_a_reply_never_changes_afterwards()
    {
        for (var i = 1; i <= 4; i++) Do(CommandKind.Append, List, i);
        var early = Do(CommandKind.Read, List).List;
        for (var i = 5; i <= 9; i++) Do(CommandKind.Append, List, i);
        Assert.Equal([1, 2, 3, 4], early.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], Do(CommandKind.Read, List).List.ToArray());
    }

    [Fact]
    public void A_set_tells_whether_it_changed()
    {
        Assert.Equal(1, Do(CommandKind.Add, Set, 63).Value);
        Assert.Equal(0, Do(CommandKind.Add, Set, 63).Value);
        Assert.Equal(1, Do(CommandKind.Contains, Set, 63).Value);
        Assert.Equal(1, Do(CommandKind.Remove, Set, 63).Value);
        Assert.Equal(0, Do(CommandKind.Remove, Set, 63).Value);
        Assert.Equal(0, Do(CommandKind.Contains, Set, 63).Value);
    }

    [Fact]
    public void A_command_that_comes_twice_takes_effect_once_and_has_the_same_answer()
    {
        var swap = new Command(1, 1, CommandKind.CompareAndSwap, Cas, 5, 0);
        Assert.Equal(1, Apply(swap).Value);
        var hash = _machine.Hash;
        Assert.Equal(1, Apply(swap).Value);
        Assert.Equal(hash, _machine.Hash);
    }

    [Fact]
    public void A_command_that_comes_after_a_later_one_of_its_client_has_no_effect()
    {
        Apply(new Command(1, 2, CommandKind.Append, List, 20));
        Assert.Equal(ReplyStatus.Superseded, Apply(new Command(1, 1, CommandKind.Append, List, 10)).Status);
        Assert.Equal([20], Do(CommandKind.Read, List).List.ToArray());
    }

    [Fact]
    public void A_later_generation_begins_empty_and_retires_the_one_before()
    {
        Do(CommandKind.Append, List, 1);
        var next = List with { Generation = 1 };
        Assert.Empty(Do(CommandKind.Read, next).List.ToArray());
        Assert.Equal([1], Do(CommandKind.Read, List).List.ToArray());
        Do(CommandKind.Append, next, 2);
        Assert.Equal(ReplyStatus.Retired, Do(CommandKind.Append, List, 3).Status);
        Assert.Equal(ReplyStatus.Retired, Do(CommandKind.Read, List).Status);
        Assert.Equal([2], Do(CommandKind.Read, next).List.ToArray());
    }

    [Fact]
    public void Only_the_next_entry_can_be_applied()
    {
        Do(CommandKind.Write, Register, 4);
        var position = _machine.Applied;
        foreach (var entry in (Entry[])
        [
            new(position.Index, position.Term, EntryKind.Noop),
            new(position.Index + 2, position.Term, EntryKind.Noop),
            new(position.Index.Next, Term.Zero, EntryKind.Noop),
            Entry.Rotten(position.Index.Next, position.Term),
        ]) Assert.Throws<InvalidOperationException>(() => _machine.Apply(entry));
        Assert.Equal(position, _machine.Applied);
    }

    [Fact]
    public void An_entry_without_a_command_only_moves_the_position()
    {
        var hash = _machine.Hash;
        _machine.Apply(new Entry(new LogIndex(1), new Term(3), EntryKind.Noop));
        Assert.Equal(new LogPosition(new LogIndex(1), new Term(3)), _machine.Applied);
        Assert.Equal(hash, _machine.Hash);
    }

    [Fact]
    public void A_snapshot_brings_back_the_same_state()
    {
        Fill();
        var restored = StateMachine.Restore(_machine.Snapshot());
        Assert.Equal(_machine.Applied, restored.Applied);
        Assert.Equal(_machine.Hash, restored.Hash);
        Assert.Equal(_machine.Snapshot(), restored.Snapshot());
        Assert.Equal([1, 2, 3, 4, 5], restored.Query(new Command(0, 0, CommandKind.Read, List)).List.ToArray());
        Assert.Equal(1, restored.Query(new Command(0, 0, CommandKind.Contains, Set, 7)).Value);
    }

    [Fact]
    public void Different_states_have_different_hashes()
    {
        Fill();
        HashSet<ulong> hashes = [_machine.Hash];
        for (var i = 0; i < 50; i++)
        {
            Do((CommandKind)(i % 2 == 0 ? CommandKind.Write : CommandKind.Append), i % 2 == 0 ? Register : List, i);
            Assert.True(hashes.Add(_machine.Hash));
        }
    }

    [Fact]
    public void A_broken_snapshot_is_refused()
    {
        Fill();
        var whole = _machine.Snapshot();
        for (var length = 0; length < whole.Length; length++)
        {
            var bytes = whole[..length];
            Assert.Throws<FormatException>(() => StateMachine.Restore(bytes));
        }

        Assert.Throws<FormatException>(() => StateMachine.Restore([.. whole, 0]));
    }

    private void Fill()
    {
        Do(CommandKind.Write, Register, 4);
        Do(CommandKind.CompareAndSwap, Cas, 5);
        for (var i = 1; i <= 5; i++) Do(CommandKind.Append, List, i);
        Do(CommandKind.Add, Set, 7);
    }

    private Reply Do(CommandKind kind, ObjectId target, long argument = 0, long expected = 0) =>
        Apply(new Command(0, ++_sequence, kind, target, argument, expected));

    private Reply Apply(Command command) => _machine.Apply(
        new Entry(_machine.Applied.Index.Next, new Term(1), EntryKind.Command, command.Encode()));
}
