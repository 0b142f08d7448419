using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// There is one committed sequence. Only a leader adds to it (Raft paper, section 5.3); what any node believes committed, ever,
/// is a part of it, and no node takes a committed entry out of its log again, except for a leader of a term before the one in which it was
/// committed: a node that is behind may still follow that one.
/// </summary>
public sealed class CommittedNeverChanges(EntryLedger ledger, CommitLedger commits, LogShadows shadows) : Invariant
{
    public override string Rule => "Committed never changes";

    public override void Started(IObservedNode node)
    {
        if (node.Durable.Log.Base is { Index.Value: 0, Membership: { Current.Members.IsEmpty: false } founding }) commits.Found(founding);
        if (node.View.Commit > commits.Last)
            Broken($"node {node.Id} starts with {node.View.Commit} committed, the group has {commits.Last}");
    }

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var view = node.View;
        for (var index = before.Commit.Next; index <= view.Commit; index = index.Next)
        {
            if (index > commits.Last) Add(node, before, index);
            else if (node.TermAt(index) is { } term && term != commits.TermAt(index))
                Broken($"node {node.Id} takes {index}@{term} for committed, the group has committed {index}@{commits.TermAt(index)}");
        }
    }

    public override void Emitted(IObservedNode node, Effect effect)
    {
        // What was told before this effect: the rule of log matching adds it afterwards.
        var log = shadows.Told(node.Id);
        if (effect is Append { TruncateFrom: { } from } append) CheckCut(node, log, append, from);
        else if (effect is InstallSnapshot { KeepsLog: false } install) CheckReplaced(node, log, install.Snapshot.Index);
    }

    private void CheckCut(IObservedNode node, LogShadow log, Append append, LogIndex from)
    {
        for (var index = from; index <= LogIndex.Min(log.Last, commits.Last); index = index.Next)
        {
            if (log.TermAt(index) is not { } term || term != commits.TermAt(index) || PutsBack(append, index, term)) continue;
            if (FollowsTheDeposed(node, log, append, commits.CommittedIn(index))) continue;
            Broken($"node {node.Id} cuts its log from {from}, and with it the committed {index}@{term}");
        }
    }

    private void CheckReplaced(IObservedNode node, LogShadow log, LogIndex snapshot)
    {
        for (var index = snapshot.Next; index <= LogIndex.Min(log.Last, commits.Last); index = index.Next)
            if (log.TermAt(index) is { } term && term == commits.TermAt(index))
                Broken($"node {node.Id} replaces its log by a snapshot up to {snapshot}, and with it the committed {index}@{term}");
    }

    private void Add(IObservedNode node, in NodeView before, LogIndex index)
    {
        // A leader that leaves the group with this commit no longer leads when the step is over.
        var leads = node.View.Leads || before.Leads;
        if (!leads) Broken($"node {node.Id} takes {index} for committed, and no leader has committed beyond {commits.Last}");
        var record = node.TermAt(index) is { } term ? ledger.Find(index, term) : null;
        if (record is null)
        {
            Broken($"leader {node.Id} commits {index}, which is not in its log up to {node.View.LastLog}");
            return;
        }

        commits.Add(record.Entry, node.View.Leads ? node.View.Term : before.Term);
    }

    /// <summary>Whether the cut is the work of a leader before the given term: the node is still in it, or was when it took the entries.</summary>
    private static bool FollowsTheDeposed(IObservedNode node, LogShadow log, Append append, Term committedIn)
    {
        if (node.View.Term < committedIn) return true;
        foreach (var entry in append.Entries)
            if (log.TermAt(entry.Index) is { } own && own != entry.Term) return entry.Term < committedIn;
        return false;
    }

    private static bool PutsBack(Append append, LogIndex index, Term term)
    {
        foreach (var entry in append.Entries)
            if (entry.Index == index) return entry.Term == term;
        return false;
    }
}
