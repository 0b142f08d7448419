using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// A snapshot stands for committed entries and the membership at its end, it never takes a state machine back, and the log is dropped
/// only where a durable snapshot covers it (Raft paper, section 7).
/// </summary>
public sealed class SnapshotSafety(CommitLedger commits) : Invariant
{
    public override string Rule => "Snapshot safety";

    public override void Emitted(IObservedNode node, Effect effect)
    {
        if (effect is InstallSnapshot install)
        {
            CheckContent(node, install.Snapshot);
            if (install.Snapshot.Membership.IsEmpty) Broken($"node {node.Id} installs {install.Snapshot} of nobody");
        }

        if (effect is ReadSnapshotChunk read && read.Snapshot.Membership.IsEmpty)
            Broken($"node {node.Id} serves {read.Snapshot} of nobody");
        if (effect is not CompactLog compact) return;
        CheckContent(node, compact.Base);
        var covered = node.Durable.Snapshot?.Description.Index ?? LogIndex.Zero;
        if (!Witnesses.IsWitness(node) && compact.Base.Index > covered)
            Broken($"node {node.Id} drops its log through {compact.Base.Index}, and its disk has a snapshot of {covered} only");
    }

    public override void Persisted(IObservedNode node, Write write, int entries)
    {
        if (write is InstallSnapshot install && install.Snapshot.Index <= node.Machine.Applied.Index)
            Broken($"node {node.Id} has applied {node.Machine.Applied} and installs {install.Snapshot}");
    }

    private void CheckContent(IObservedNode node, SnapshotDescription snapshot)
    {
        if (commits.TermAt(snapshot.Index) != snapshot.Position.Term)
            Broken($"node {node.Id} uses {snapshot}, and the group committed term {commits.TermAt(snapshot.Index)} there");
        // A node that joined from the first entry on does not know with whom the group was founded.
        if (!commits.MembershipAt(snapshot.Index).Equals(snapshot.Membership) && !snapshot.Membership.IsEmpty)
            Broken($"node {node.Id} uses {snapshot}, and the membership there is {commits.MembershipAt(snapshot.Index)}");
    }
}
