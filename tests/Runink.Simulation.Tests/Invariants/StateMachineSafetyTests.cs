using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class StateMachineSafetyTests
{
    private static readonly Entry One = Write(1, 1, 5);
    private readonly Stage _stage = Stage.For<StateMachineSafety>();

    [Fact]
    public void Nodes_may_apply_the_same_at_different_times()
    {
        _stage.Apply(_stage.A, One);
        _stage.Apply(_stage.A, Write(2, 1, 6));
        _stage.Apply(_stage.B, One);
    }

    [Fact]
    public void Another_entry_at_the_same_index_breaks_it()
    {
        _stage.Apply(_stage.A, One);
        _stage.Breaks(() => _stage.Apply(_stage.B, Write(1, 2, 5)));
    }

    [Fact]
    public void Another_state_at_the_same_index_breaks_it()
    {
        _stage.Apply(_stage.A, One);
        _stage.Breaks(() => _stage.Apply(_stage.B, Write(1, 1, 6)));
    }

    [Fact]
    public void An_entry_that_nobody_has_come_to_yet_breaks_it()
    {
        _stage.A.Machine = StateMachine.Restore(After(One).Snapshot());
        _stage.Breaks(() => _stage.Apply(_stage.A, Write(2, 1, 6)));
    }

    [Fact]
    public void A_snapshot_of_another_state_breaks_it()
    {
        _stage.Apply(_stage.A, One);
        _stage.B.Machine = After(One);
        _stage.Tell(i => i.Installed(_stage.B, Description(1, 1)));
        _stage.C.Machine = After(Write(1, 1, 6));
        _stage.Breaks(() => _stage.Tell(i => i.Installed(_stage.C, Description(1, 1))));
    }

    [Fact]
    public void A_snapshot_that_is_not_what_it_says_breaks_it()
    {
        _stage.Apply(_stage.A, One);
        _stage.B.Machine = After(One);
        _stage.Breaks(() => _stage.Tell(i => i.Installed(_stage.B, Description(2, 1))));
    }

    [Fact]
    public void A_state_that_nobody_ever_reached_breaks_it_at_a_start()
    {
        _stage.B.Machine = After(One);
        _stage.Breaks(() => _stage.Tell(i => i.Started(_stage.B)));
    }

    private static SnapshotDescription Description(long index, long term) =>
        new(new LogPosition(new LogIndex(index), new Term(term)), Stage.Three);

    private static StateMachine After(Entry entry)
    {
        var machine = new StateMachine();
        machine.Apply(entry);
        return machine;
    }

    private static Entry Write(long index, long term, long value) =>
        Stage.Command(index, term, new Command(0, index, CommandKind.Write, new ObjectId(ObjectKind.Register, 0, 0), value));
}
