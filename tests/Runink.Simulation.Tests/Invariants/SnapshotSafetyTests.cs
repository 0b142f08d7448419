using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class SnapshotSafetyTests
{
    private readonly Stage _stage = Stage.For<SnapshotSafety>();

    public SnapshotSafetyTests()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Apply(_stage.A, Stage.Noop(1, 1));
        _stage.Apply(_stage.A, Stage.Noop(2, 1));
    }

    [Fact]
    public void A_snapshot_of_committed_entries_may_be_installed() => _stage.Emit(_stage.B, new InstallSnapshot(new(1), At(2, 1), KeepsLog: false));

    [Fact]
    public void A_snapshot_of_something_else_breaks_it()
    {
        _stage.Breaks(() => _stage.Emit(_stage.B, new InstallSnapshot(new(1), At(2, 2), KeepsLog: false)));
        _stage.Breaks(() => _stage.Emit(_stage.B, new InstallSnapshot(new(1), At(3, 1), KeepsLog: false)));
    }

    [Fact]
    public void A_snapshot_with_another_membership_breaks_it()
    {
        var snapshot = At(2, 1) with { Membership = Membership.OfVoters(1, 2) };
        _stage.Breaks(() => _stage.Emit(_stage.B, new InstallSnapshot(new(1), snapshot, KeepsLog: false)));
    }

    [Fact]
    public void A_snapshot_of_nobody_breaks_it()
    {
        var snapshot = At(2, 1) with { Membership = Membership.Empty };
        _stage.Breaks(() => _stage.Emit(_stage.B, new InstallSnapshot(new(1), snapshot, KeepsLog: false)));
    }

    [Fact]
    public void A_snapshot_that_takes_the_state_back_breaks_it()
    {
        var install = new InstallSnapshot(new(1), At(1, 1), KeepsLog: false);
        _stage.Tell(i => i.Persisted(_stage.B, install, 0));
        _stage.Breaks(() => _stage.Tell(i => i.Persisted(_stage.A, install, 0)));
    }

    [Fact]
    public void A_log_that_is_dropped_before_a_snapshot_covers_it_breaks_it()
    {
        _stage.A.Durable.Keep(SnapshotFile.Of(At(1, 1), _stage.A.Machine));
        _stage.Emit(_stage.A, new CompactLog(At(1, 1)));
        _stage.Breaks(() => _stage.Emit(_stage.A, new CompactLog(At(2, 1))));
    }

    [Fact]
    public void A_witness_needs_no_snapshot_to_drop_its_log()
    {
        _stage.C.Options = _stage.C.Options with { Witness = true };
        _stage.Emit(_stage.C, new CompactLog(At(2, 1)));
    }

    private static SnapshotDescription At(long index, long term) =>
        new(new LogPosition(new LogIndex(index), new Term(term)), Stage.Three);
}
