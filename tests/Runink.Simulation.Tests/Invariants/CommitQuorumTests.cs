using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class CommitQuorumTests
{
    private readonly Stage _stage = Stage.For<CommitQuorum>();

    [Fact]
    public void What_is_on_two_of_three_disks_may_be_committed()
    {
        _stage.Elect(_stage.A, 1);
        _stage.Replicate([_stage.B, _stage.C], Stage.Noop(1, 1));
        _stage.Append(_stage.A, Stage.Noop(1, 1));
        _stage.Commit(_stage.A, 1);
    }

    // The mistake of acknowledging before the sync: the others have it in memory only.
    [Fact]
    public void What_is_on_one_of_three_disks_breaks_it()
    {
        _stage.Elect(_stage.A, 1);
        _stage.Replicate([_stage.A], Stage.Noop(1, 1));
        _stage.Append(_stage.B, Stage.Noop(1, 1));
        _stage.Append(_stage.C, Stage.Noop(1, 1));
        _stage.Breaks(() => _stage.Commit(_stage.A, 1));
    }

    [Fact]
    public void A_learner_does_not_count()
    {
        var roster = Roster.Of([new(new(1), MemberKind.Voter), new(new(2), MemberKind.Voter), new(new(3), MemberKind.Learner)]);
        _stage.A.Membership = new Membership(roster);
        _stage.Tell(i => i.Started(_stage.A));
        _stage.Elect(_stage.A, 1);
        _stage.Replicate([_stage.A, _stage.C], Stage.Noop(1, 1));
        _stage.Breaks(() => _stage.Commit(_stage.A, 1));
    }

    [Fact]
    public void A_joint_membership_needs_a_majority_of_both()
    {
        _stage.A.Membership = Membership.OfVoters(1, 2).Entering(Membership.OfVoters(1, 3).Current);
        _stage.Tell(i => i.Started(_stage.A));
        _stage.Elect(_stage.A, 1);
        _stage.Replicate([_stage.A, _stage.C], Stage.Noop(1, 1));
        _stage.Breaks(() => _stage.Commit(_stage.A, 1));
    }

    // Figure 8 of the paper: an entry of an earlier term is on a majority, and may still be overwritten.
    [Fact]
    public void An_entry_of_an_earlier_term_is_not_committed_by_counting()
    {
        _stage.Replicate(_stage.Nodes, Stage.Noop(1, 1));
        _stage.Elect(_stage.A, 2);
        _stage.Breaks(() => _stage.Commit(_stage.A, 1));
    }

    [Fact]
    public void A_leader_may_learn_from_a_snapshot_what_one_before_it_has_committed()
    {
        _stage.Elect(_stage.B, 1);
        _stage.Replicate(_stage.Nodes, Stage.Noop(1, 1));
        _stage.Commit(_stage.B, 1);
        _stage.Elect(_stage.A, 2);
        _stage.Commit(_stage.A, 1);
    }

    [Fact]
    public void A_torn_write_counts_as_far_as_it_got()
    {
        _stage.Elect(_stage.A, 1);
        _stage.Replicate([_stage.A], Stage.Noop(1, 1), Stage.Noop(2, 1));
        var append = _stage.Append(_stage.B, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Tell(i => i.Persisted(_stage.B, append, 1));
        _stage.Commit(_stage.A, 1);
        _stage.Breaks(() => _stage.Commit(_stage.A, 2));
    }
}
