namespace Runink.Simulation;

/// <summary>Bugs in what a node makes of the core: its groups, its loop, and the requests that its state remembers.</summary>
public static class BarnPlants
{
    /// <summary>The word by which a hunt runs a cluster of whole nodes.</summary>
    public const string Profile = "barn-cluster";

    public static IReadOnlyList<Plant> All { get; } =
    [
        In("told-before-published", "an answer is told when the state that it speaks of can be read", "Node/NodeCore.cs",
            "for (var i = 0; i < touched.Count; i++) touched[i].Publish();",
            "TellSettled(); for (var i = 0; i < touched.Count; i++) touched[i].Publish();"),
        In("told-when-handed-on", "a change is answered when it is applied", "Groups/Group.Effects.cs",
            "taken.MayBeInLog = true;",
            "{ _proposals.Take(taken.Number); Settle(taken, new TxnResult(Machine.View.Revision, true, [])); }"),
        In("everyone-by-himself", "what a command does follows from it and the state alone", "Groups/Group.Effects.cs",
            "var result = Machine.Apply(entry.Index, envelope);",
            "var result = Machine.Apply(entry.Index, envelope.Origin != Origin && envelope.Command is LeaseGrantCommand grant "
            + "? envelope with { Command = grant with { TtlSeconds = grant.TtlSeconds + 1 } } : envelope);"),
        In("rot-is-torn", "what was durable once is not the torn end of the log", "Wal/SegmentReader.cs",
            "if (!WasSynced(end)) (IsTorn", "if (next is null) (IsTorn"),
        In("applied-twice", "a proposal that is made twice is applied once", "Kv/Sessions/OriginSession.cs",
            "if ((word & bit) != 0) return false;", ""),
        In("acknowledged-too-early", "an origin says only of proposals with an outcome that they are settled", "Groups/Group.Requests.cs",
            "var acknowledged = Volatile.Read(ref _acknowledgedThrough);", "var acknowledged = number - 1;"),
        In("lives-share-an-origin", "each life of a node is an origin of its own", "Groups/Group.cs",
            "((ulong)context.Incarnation << 32) | (uint)options.Id.Value;", "(uint)options.Id.Value;"),
        In("sure-that-it-is-lost", "what another may have in its log is not said to be refused", "Groups/Group.Turns.cs",
            "proposal.MayBeInLog ? KvErrors.Timeout : KvErrors.NoLeader", "KvErrors.NoLeader"),
        In("lost-with-the-leader", "what the last leader took is handed in to the next one", "Groups/Group.Effects.cs",
            "if (proposal.IsAwaited) Submit(proposal, _proposals.Again(proposal));", "if (proposal.IsAwaited) continue;"),
        In("read-without-asking", "a read waits until the group has said how new it must be", "Groups/Group.Requests.cs",
            "private void Ask(IConfirmable read) => _reads.Add(read);", "private void Ask(IConfirmable read) => read.Confirmed(this);"),
        In("read-before-applied", "a read waits until so much is applied", "Groups/PendingReads.cs",
            "&& index <= applied.Value ?", "?"),
        In("leader-reads-alone", "a leader with company has a lease, or asks before it answers a read", "Groups/Group.Alone.cs",
            "if (IsAlone) return new(long.MaxValue);", "return new(long.MaxValue);"),
        In("lease-reads-behind-the-commit", "a leader whose own disk lags reads alone only what the others may know", "Groups/Group.Alone.cs",
            "return IsCommitPublished && Raft.LeaseEnd is", "return Raft.LeaseEnd is"),
        In("lease-not-taken-back", "before others are told of a commit, readers here see it or ask", "Groups/Group.Effects.cs",
            "TakeBack();\n", "\n"),
        In("lease-read-without-the-clock", "a lease ends though nothing happens on the node", "Groups/Group.Alone.cs",
            "Raft.LeaseEnd is { } end ? end :", "Raft.LeaseEnd is not null ? new(long.MaxValue - 1) :"),
        In("lease-longer-than-awaited", "all members count on the same lease", "Node/NodeOptions.cs",
            "(long)ReadLease.TotalNanoseconds,", "(long)ReadLease.TotalNanoseconds * (1 + (long)(MemberId % 2 * 3)),"),
        In("reads-wait-for-ever", "a read has a deadline while it waits for entries", "Groups/PendingReads.cs",
            "foreach (var (reads, _) in _toApply.UnorderedItems) MoveOverdue(reads, now, overdue);", ""),
        In("installed-and-not-loaded", "the state of a snapshot takes the place of the own one", "Groups/Group.Snapshots.cs",
            "Machine = loaded!;", ""),
        In("goes-on-before-loaded", "the core hears of an installation when the state is loaded", "Groups/Group.Snapshots.cs",
            "LoadInstalled(install);\n", "{ LoadInstalled(install); Raft.WriteCompleted(through, _clock.Now); }\n"),
        In("revocations-handed-on", "what a leader proposes of its own accord ends with its office",
            new SourceEdit("Groups/Group.Effects.cs", "if (proposal.IsAwaited) Submit(", "if (proposal is not null) Submit("),
            new SourceEdit("Groups/Group.Effects.cs", "case var _ when proposal.IsAwaited:", "case var _ when proposal is not null:")),
        In("renewed-without-asking", "a lease is renewed when a majority has said that the node leads", "Groups/Group.Requests.cs",
            "else Ask(question);", "else question.Confirmed(this);"),
        In("renewed-as-it-stood", "the clock of leases has seen what was acknowledged before it was asked", "Node/LeaseQuestion.cs",
            "if (!by.AskClock(this) || asked != _term)", "if (by.Raft.Role != Role.Leader || by.Raft.Term != asked)"),
        In("deadlines-of-another-time", "a leader grants each lease its whole time when it takes office",
            new SourceEdit("Node/LeaderDuties.cs", "(!_leases.IsInCharge || _inChargeSince != group.Raft.Term)", "!_leases.IsInCharge"),
            new SourceEdit("Node/LeaderDuties.cs", "else if (!leads && _leases.IsInCharge)", "else if (_leases is null)")),
    ];

    private static Plant In(string name, string breaks, string file, string before, string after) =>
        In(name, breaks, new SourceEdit(file, before, after));

    private static Plant In(string name, string breaks, params IReadOnlyList<SourceEdit> edits) =>
        new(name, breaks, edits) { Part = PlantedPart.Barn, Profile = Profile };
}
