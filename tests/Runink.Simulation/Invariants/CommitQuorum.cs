using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// What a leader commits was durable on a majority of the voters of every roster in force, as counted on the disks and not as nodes
/// say it (Raft paper, sections 5.3 and 6), and is an entry of the leader's own term (section 5.4.2, figure 8).
/// </summary>
public sealed class CommitQuorum(EntryLedger ledger, CommitLedger commits) : Invariant
{
    private readonly Membership?[] _memberships = new Membership?[SimulatedCluster.MaxAddresses];

    public override string Rule => "Quorum of commits";

    public override void Started(IObservedNode node) => _memberships[(int)node.Id.Value] = node.Membership;

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        ref var earlier = ref _memberships[(int)node.Id.Value];
        if (before.Leads && node.View.Commit > before.Commit) Check(node, before, earlier!);
        earlier = node.Membership;
    }

    private void Check(IObservedNode node, in NodeView before, Membership earlier)
    {
        var commit = node.View.Commit;
        var term = node.TermAt(commit);
        // A leader that was deposed in this very step has learnt of the commit from another.
        if (!node.View.Leads && node.View.Term > before.Term) return;
        // So has one to which the last piece of a snapshot came that it asked for before it led.
        if (commits.CommittedIn(commit) < before.Term) return;
        if (term != before.Term)
            Broken($"leader {node.Id} of term {before.Term} commits {commit}@{term} by counting, which is not of its term");
        var holders = ledger.Find(commit, before.Term)?.DurableOn ?? default;
        // In the step that commits a joint membership the next one is brought in: the commit was decided under either.
        if (holders.IsQuorumOf(earlier) || holders.IsQuorumOf(node.Membership)) return;
        Broken($"leader {node.Id} commits {commit}@{term}, which was durable on {holders} only, under {node.Membership}");
    }
}
