using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class MembershipInForceTests
{
    private static readonly Membership Joint = Stage.Three.Entering(Membership.OfVoters(1, 2).Current);
    private readonly Stage _stage = Stage.For<MembershipInForce>();

    [Fact]
    public void A_membership_is_in_force_from_when_it_is_appended()
    {
        _stage.A.Membership = Joint;
        _stage.Append(_stage.A, Stage.Change(1, 1, Joint));
        _stage.Step(_stage.A, view => view);
    }

    [Fact]
    public void A_membership_that_waits_for_its_commit_breaks_it()
    {
        _stage.Append(_stage.A, Stage.Change(1, 1, Joint));
        _stage.Breaks(() => _stage.Step(_stage.A, view => view));
    }

    [Fact]
    public void A_membership_that_outlives_its_truncation_breaks_it()
    {
        _stage.A.Membership = Joint;
        _stage.Append(_stage.A, Stage.Change(1, 1, Joint));
        _stage.Append(_stage.A, truncateFrom: 1, Stage.Noop(1, 2));
        _stage.Breaks(() => _stage.Step(_stage.A, view => view));
    }

    [Fact]
    public void Nothing_is_said_of_a_log_whose_effects_were_not_taken_yet()
    {
        _stage.A.Membership = Joint;
        _stage.A.Put(null, Stage.Change(1, 1, Joint));
        _stage.Step(_stage.A, view => view);
        _stage.Step(_stage.A, view => view);
    }
}
