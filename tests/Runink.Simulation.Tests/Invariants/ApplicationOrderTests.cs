using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class ApplicationOrderTests
{
    private readonly Stage _stage = Stage.For<ApplicationOrder>();

    public ApplicationOrderTests() =>
        _stage.Persist(_stage.A, _stage.Append(_stage.A, Stage.Noop(1, 1), Stage.Noop(2, 1), Stage.Noop(3, 1)));

    [Fact]
    public void Entries_on_disk_are_applied_in_turn()
    {
        _stage.Emit(_stage.A, new Apply([Stage.Noop(1, 1), Stage.Noop(2, 1)]));
        _stage.Emit(_stage.A, new Apply([Stage.Noop(3, 1)]));
    }

    [Fact]
    public void A_gap_breaks_it() => _stage.Breaks(() => _stage.Emit(_stage.A, new Apply([Stage.Noop(2, 1)])));

    [Fact]
    public void An_entry_that_comes_again_breaks_it()
    {
        _stage.Emit(_stage.A, new Apply([Stage.Noop(1, 1)]));
        _stage.Breaks(() => _stage.Emit(_stage.A, new Apply([Stage.Noop(1, 1)])));
    }

    [Fact]
    public void An_entry_that_is_in_memory_only_breaks_it()
    {
        _stage.Append(_stage.A, Stage.Noop(4, 1));
        _stage.Emit(_stage.A, new Apply([Stage.Noop(1, 1), Stage.Noop(2, 1), Stage.Noop(3, 1)]));
        _stage.Breaks(() => _stage.Emit(_stage.A, new Apply([Stage.Noop(4, 1)])));
    }

    [Fact]
    public void Another_entry_than_the_one_on_disk_breaks_it() =>
        _stage.Breaks(() => _stage.Emit(_stage.A, new Apply([Stage.Noop(1, 2)])));

    [Fact]
    public void After_a_snapshot_it_goes_on_behind_it()
    {
        var snapshot = new SnapshotDescription(new LogPosition(new LogIndex(2), new Term(1)), Stage.Three);
        _stage.Emit(_stage.A, new InstallSnapshot(new(1), snapshot, KeepsLog: true));
        _stage.Emit(_stage.A, new Apply([Stage.Noop(3, 1)]));
    }
}
