using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class OneMembershipChangeTests
{
    private static readonly Membership Two = Membership.OfVoters(1, 2);
    private static readonly Membership Joint = Stage.Three.Entering(Two.Current);
    private readonly Stage _stage = Stage.For<OneMembershipChange>();

    public OneMembershipChangeTests() => _stage.Establish(_stage.A, 1, Stage.Noop(1, 1));

    [Fact]
    public void A_change_is_entered_and_left_once_it_is_committed()
    {
        BringIn(Stage.Change(2, 1, Joint));
        _stage.Commit(_stage.A, 2);
        BringIn(Stage.Change(3, 1, Two));
    }

    [Fact]
    public void A_second_membership_before_the_first_is_committed_breaks_it()
    {
        BringIn(Stage.Change(2, 1, Joint));
        _stage.Breaks(() => BringIn(Stage.Change(3, 1, Two)));
    }

    [Fact]
    public void A_change_before_anything_of_the_term_is_committed_breaks_it()
    {
        _stage.Depose(_stage.A, 2);
        _stage.Elect(_stage.A, 2);
        _stage.Append(_stage.A, Stage.Noop(2, 2));
        _stage.Breaks(() => BringIn(Stage.Change(3, 2, Joint)));
    }

    [Fact]
    public void A_change_without_a_joint_membership_breaks_it() => _stage.Breaks(() => BringIn(Stage.Change(2, 1, Two)));

    [Fact]
    public void A_joint_membership_that_leaves_from_another_roster_breaks_it() =>
        _stage.Breaks(() => BringIn(Stage.Change(2, 1, Two.Entering(Stage.Three.Current))));

    [Fact]
    public void A_joint_membership_that_is_left_to_another_roster_breaks_it()
    {
        BringIn(Stage.Change(2, 1, Joint));
        _stage.Commit(_stage.A, 2);
        _stage.Breaks(() => BringIn(Stage.Change(3, 1, Stage.Three)));
    }

    [Fact]
    public void A_follower_may_hear_of_several_at_once() =>
        _stage.Append(_stage.B, Stage.Change(2, 1, Joint), Stage.Change(3, 1, Two));

    [Fact]
    public void A_change_that_was_cut_off_does_not_count()
    {
        _stage.Append(_stage.B, Stage.Change(2, 1, Joint));
        _stage.Append(_stage.B, truncateFrom: 2, Stage.Noop(2, 2), Stage.Change(3, 2, Joint));
    }

    private void BringIn(Entry entry)
    {
        _stage.A.Membership = entry.Membership!;
        var before = _stage.A.View;
        _stage.A.Put(null, entry);
        _stage.A.View = _stage.A.View with { MembershipIndex = entry.Index };
        _stage.Tell(i => i.Stepped(_stage.A, before));
        _stage.Emit(_stage.A, new Append(new(entry.Index.Value), [entry], null));
    }
}
