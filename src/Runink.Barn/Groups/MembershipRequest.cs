using Runink.Raft;

namespace Runink.Barn;

/// <summary>A change of who belongs to the group, and whoever waits for it. Only a leader can carry it out.</summary>
/// <param name="group">Where it is asked.</param>
/// <param name="change">What to change.</param>
internal sealed class MembershipRequest(Group group, MembershipChange change) : Outcome<Membership>
{
    public MembershipChange Change => change;

    /// <summary>The tick at which it is given up.</summary>
    public long Deadline { get; set; }

    public override void Run() => group.Change(this);
}
