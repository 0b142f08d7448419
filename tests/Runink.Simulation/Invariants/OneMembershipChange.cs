using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// At most one change of membership is in flight: a leader brings a new membership in only when the one before is committed, and an
/// entry of its own term, too (Raft thesis, section 4.1 and the correction to it). A change enters a joint membership from a simple
/// one, and leaves it to the members to be (Raft paper, section 6).
/// </summary>
public sealed class OneMembershipChange(LogShadows shadows) : Invariant
{
    public override string Rule => "One membership change";

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var view = node.View;
        if (!view.Leads || !before.Leads || view.Term != before.Term) return;
        // Compaction moves the index as well: then nothing was brought in.
        if (view.MembershipIndex <= before.LastLog.Index) return;
        if (before.MembershipIndex > view.Commit)
        {
            Broken($"leader {node.Id} brings in {node.Membership} at {view.MembershipIndex}, "
                + $"while the membership at {before.MembershipIndex} is not committed (commit {view.Commit})");
        }

        if (node.TermAt(view.Commit) is { } term && term != view.Term)
        {
            Broken($"leader {node.Id} brings in {node.Membership} at {view.MembershipIndex} "
                + $"before anything of its term {view.Term} is committed");
        }
    }

    public override void Emitted(IObservedNode node, Effect effect)
    {
        if (effect is not Append append) return;
        var log = shadows.Told(node.Id);
        Membership? previous = null;
        foreach (var entry in append.Entries)
        {
            if (entry.Membership is not { } next) continue;
            previous ??= log.MembershipBefore(append.TruncateFrom is { } from ? LogIndex.Min(from, entry.Index) : entry.Index);
            // A node that has just joined does not know what came before the first membership that it hears of.
            if (!previous.Current.Members.IsEmpty && !Follows(previous, next)) Broken($"node {node.Id} has {entry} after the membership {previous}");
            previous = next;
        }
    }

    private static bool Follows(Membership previous, Membership next) => next.IsJoint
        ? !previous.IsJoint && next.Outgoing!.Equals(previous.Current)
        : previous.IsJoint && next.Current.Equals(previous.Current);
}
