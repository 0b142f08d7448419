using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class LogShadowTests
{
    private static readonly Membership Joint = Stage.Three.Entering(Membership.OfVoters(1, 2).Current);
    private readonly LogShadow _shadow = new();

    public LogShadowTests() => _shadow.Reset(new SnapshotDescription(default, Stage.Three));

    [Fact]
    public void A_membership_that_another_entry_replaces_in_place_is_forgotten()
    {
        _shadow.Put(Stage.Change(1, 1, Joint));
        _shadow.Put(Stage.Noop(1, 2));
        Assert.Equal(Stage.Three, _shadow.MembershipBefore(new LogIndex(2)));
        Assert.Equal(new Term(2), _shadow.TermAt(new LogIndex(1)));
    }

    [Fact]
    public void A_membership_put_in_place_of_a_lost_entry_stands_before_the_later_ones()
    {
        _shadow.Put(Stage.Noop(1, 1));
        _shadow.Put(Stage.Change(2, 1, Joint.Left));
        _shadow.Put(Stage.Change(1, 1, Joint));
        Assert.Equal(Joint, _shadow.MembershipBefore(new LogIndex(2)));
        Assert.Equal(Joint.Left, _shadow.MembershipBefore(new LogIndex(3)));
    }
}
