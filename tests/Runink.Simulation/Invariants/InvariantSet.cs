namespace Runink.Simulation;

/// <summary>All invariants of one cluster, in the order in which they must hear what happens.</summary>
public sealed class InvariantSet
{
    private readonly LinearizableHistories _histories = new(new LinearizabilityChecker());

    public InvariantSet()
    {
        var ledger = new EntryLedger();
        var commits = new CommitLedger();
        var shadows = new LogShadows();
        All =
        [
            new Monotonic(), new ElectionSafety(), new VoteDurable(shadows), new PreVoteDiscipline(), new LeaderAppendOnly(),
            new CommittedNeverChanges(ledger, commits, shadows), new OneMembershipChange(shadows),
            // Follows the logs, which the two before it look at as they were.
            new LogMatching(ledger, shadows),
            new MembershipInForce(shadows), new ApplicationOrder(shadows), new AcceptanceDurable(shadows), new BelievedDurable(shadows),
            new CommitQuorum(ledger, commits), new LeaderCompleteness(commits), new LeaseExclusive(commits),
            new StateMachineSafety(), new SnapshotSafety(commits), new Witnesses(), new FreshReads(commits),
            new AcknowledgedWrites(ledger, commits), new MemoryBounds(), _histories, new Convergence(),
        ];
    }

    public IReadOnlyList<Invariant> All { get; }

    /// <summary>Operations of clients that were judged.</summary>
    public long Checked => _histories.Checked;

    /// <summary>Histories that could not be judged within the bound.</summary>
    public long Undecided => _histories.Undecided;
}
