using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class WitnessesTests
{
    private static readonly Entry Write =
        Stage.Command(1, 1, new Command(0, 1, CommandKind.Write, new ObjectId(ObjectKind.Register, 0, 0), 5));

    private readonly Stage _stage = Stage.For<Witnesses>();

    public WitnessesTests() => _stage.C.Options = _stage.C.Options with { Witness = true };

    [Fact]
    public void A_witness_may_keep_entries_without_commands()
    {
        _stage.Append(_stage.A, Write);
        _stage.Append(_stage.C, Write with { Command = default });
    }

    [Fact]
    public void A_witness_that_keeps_a_command_breaks_it() => _stage.Breaks(() => _stage.Append(_stage.C, Write));

    [Fact]
    public void A_witness_by_membership_is_one_as_well()
    {
        _stage.B.Membership = new Membership(Roster.Of([new(new(1), MemberKind.Voter), new(new(2), MemberKind.Witness)]));
        _stage.Breaks(() => _stage.Append(_stage.B, Write));
    }

    [Fact]
    public void A_witness_that_applies_or_fetches_a_snapshot_breaks_it()
    {
        _stage.Breaks(() => _stage.Emit(_stage.C, new Apply([Write])));
        var snapshot = new SnapshotDescription(new LogPosition(new LogIndex(1), new Term(1)), Stage.Three);
        _stage.Breaks(() => _stage.Emit(_stage.C, new StageSnapshotChunk(new(1), snapshot, 0, new byte[1], true)));
        _stage.Emit(_stage.A, new Apply([Write]));
    }

    [Fact]
    public void A_witness_that_stands_for_election_breaks_it()
    {
        _stage.Step(_stage.A, view => view with { Role = Role.Candidate });
        _stage.Breaks(() => _stage.Step(_stage.C, view => view with { Role = Role.Candidate }));
    }
}
