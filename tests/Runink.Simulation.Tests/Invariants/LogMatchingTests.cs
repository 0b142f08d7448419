using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class LogMatchingTests
{
    private static readonly ObjectId Register = new(ObjectKind.Register, 0, 0);
    private readonly Stage _stage = Stage.For<LogMatching>();

    [Fact]
    public void Logs_may_part_in_different_terms()
    {
        _stage.Append(_stage.A, Stage.Noop(1, 1), Stage.Noop(2, 2));
        _stage.Append(_stage.B, Stage.Noop(1, 1), Stage.Noop(2, 3));
        _stage.Append(_stage.A, truncateFrom: 2, Stage.Noop(2, 3), Stage.Noop(3, 3));
    }

    [Fact]
    public void Two_commands_of_one_index_and_term_break_it()
    {
        _stage.Append(_stage.A, Stage.Command(1, 1, new Command(0, 1, CommandKind.Write, Register, 5)));
        var other = Stage.Command(1, 1, new Command(0, 1, CommandKind.Write, Register, 6));
        _stage.Breaks(() => _stage.Append(_stage.B, other));
    }

    [Fact]
    public void Two_kinds_of_entries_of_one_index_and_term_break_it()
    {
        _stage.Append(_stage.A, Stage.Noop(1, 1));
        _stage.Breaks(() => _stage.Append(_stage.B, Stage.Change(1, 1, Stage.Three)));
    }

    [Fact]
    public void Two_entries_before_one_entry_break_it()
    {
        _stage.Append(_stage.A, Stage.Noop(1, 1), Stage.Noop(2, 3));
        _stage.Append(_stage.B, Stage.Noop(1, 2));
        _stage.Breaks(() => _stage.Append(_stage.B, Stage.Noop(2, 3)));
    }

    [Fact]
    public void An_entry_after_a_gap_breaks_it() => _stage.Breaks(() => _stage.Emit(_stage.A, new Append(new(1), [Stage.Noop(2, 1)], null)));

    [Fact]
    public void A_rotten_entry_that_is_written_breaks_it() =>
        _stage.Breaks(() => _stage.Append(_stage.A, Entry.Rotten(new LogIndex(1), new Term(1))));

    [Fact]
    public void A_witness_may_leave_the_command_out_and_nobody_else()
    {
        _stage.C.Options = _stage.C.Options with { Witness = true };
        var entry = Stage.Command(1, 1, new Command(0, 1, CommandKind.Write, Register, 5));
        _stage.Append(_stage.A, entry);
        _stage.Append(_stage.C, entry with { Command = default });
        _stage.Breaks(() => _stage.Append(_stage.B, entry with { Command = default }));
    }

    [Fact]
    public void After_a_restart_a_node_has_what_its_disk_has()
    {
        _stage.Persist(_stage.A, _stage.Append(_stage.A, Stage.Noop(1, 1)));
        _stage.Append(_stage.A, Stage.Noop(2, 1));
        _stage.Tell(i => i.Started(_stage.A));
        var second = new Append(new(9), [Stage.Noop(3, 2)], null);
        _stage.Breaks(() => _stage.Emit(_stage.A, second));
    }

    [Fact]
    public void A_snapshot_may_leave_the_log_behind_it()
    {
        _stage.Replicate([_stage.A], Stage.Noop(1, 1), Stage.Noop(2, 1), Stage.Noop(3, 2));
        var snapshot = new SnapshotDescription(new LogPosition(new LogIndex(2), new Term(1)), Stage.Three);
        _stage.Emit(_stage.A, new InstallSnapshot(new(1), snapshot, KeepsLog: true));
        _stage.Emit(_stage.A, new Append(new(2), [Stage.Noop(4, 2)], null));
        _stage.Emit(_stage.A, new InstallSnapshot(new(3), snapshot, KeepsLog: false));
        _stage.Breaks(() => _stage.Emit(_stage.A, new Append(new(4), [Stage.Noop(5, 2)], null)));
    }

    [Fact]
    public void After_a_snapshot_the_log_goes_on_behind_it()
    {
        var snapshot = new SnapshotDescription(new LogPosition(new LogIndex(7), new Term(2)), Stage.Three);
        _stage.Emit(_stage.A, new InstallSnapshot(new(1), snapshot, KeepsLog: false));
        _stage.Emit(_stage.A, new Append(new(2), [Stage.Noop(8, 3)], null));
        _stage.Emit(_stage.A, new CompactLog(snapshot with { Position = new(new(8), new(3)) }));
        _stage.Emit(_stage.B, new InstallSnapshot(new(1), snapshot with { Position = new(new(7), new(1)) }, KeepsLog: false));
        _stage.Breaks(() => _stage.Emit(_stage.B, new Append(new(2), [Stage.Noop(8, 3)], null)));
    }
}
