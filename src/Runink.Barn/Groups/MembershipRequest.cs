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

    /// <summary>Whether the members are as the change wants them.</summary>
    public bool HoldsIn(Roster roster) => change.Steps.All(step => roster.Find(step.Node)?.Kind == Wanted(step.Operation));

    public override void Run() => group.Change(this);

    private static MemberKind? Wanted(MembershipOperation operation) => operation switch
    {
        MembershipOperation.Remove => null,
        MembershipOperation.AddLearner or MembershipOperation.Demote => MemberKind.Learner,
        MembershipOperation.AddWitness => MemberKind.Witness,
        _ => MemberKind.Voter,
    };
}
