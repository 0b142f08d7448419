namespace Runink.Simulation;

/// <summary>Bugs in reads and leases.</summary>
public static class ReadPlants
{
    public static IReadOnlyList<Plant> All { get; } =
    [
        new("read-without-confirming", "a read waits until a majority confirms the leader", "Reads/LeaderReads.cs",
            "_asked.Count == 0 || lead.Peers.Agreed(node.Membership, peer => peer.ReadRound) < Round", "_asked.Count == 0"),
        new("read-at-the-followers-commit", "a follower asks the leader how far to read", "Reads/ReadRequests.cs",
            "node.Lead is not { } lead) node.Reads.Add(node, context);",
            "node.Lead is not { } lead) node.Out.Add(new ReadReady(context, node.Commit));"),
        new("read-before-the-first-commit", "no read before the first entry of the term is committed", "Reads/LeaderReads.cs",
            " || node.Commit < lead.TermStart) return;", ") return;"),
        new("read-by-an-old-round", "a read is confirmed by a round that began after it", "Reads/LeaderReads.cs",
            "Round++;", "if (Round == 0) Round = 1;"),
        new("read-joins-a-round", "a read waits for the next round, not for the one under way", "Reads/LeaderReads.cs",
            "_waiting.Add(waiter);", "(_asked.Count > 0 ? _asked : _waiting).Add(waiter);"),
        new("reads-without-bound", "the reads that wait are bounded", "Reads/ReadRequests.cs",
            "else if (lead.Reads.Count >= node.Options.MaxPendingReads)", "else if (false)"),
        new("lease-without-end", "a lease ends", "Reads/LeaderLease.cs", "End is { } end && now < end", "End is not null"),
        new("lease-from-the-commit", "a lease counts from when its entry was made, not from when it was committed",
            new SourceEdit("Replication/Committing.cs",
                "lead.Lease.Committed(agreed);", "lead.Lease.Committed(agreed, node.Now);"),
            new SourceEdit("Reads/LeaderLease.cs",
                "Committed(LogIndex through)", "Committed(LogIndex through, MonotonicTime now)"),
            new SourceEdit("Reads/LeaderLease.cs",
                "_newest = _marks[committed];", "_newest = (_marks[committed].Through, now);")),
        new("lease-not-awaited", "a new leader commits nothing while an older lease may hold", "Replication/Committing.cs",
            "if (lead.CommitNotBefore is { } wait && node.Now < wait) return;", ""),
        new("lease-forgotten-in-a-crash", "a node that restarts waits for the leases it does not know of", "Storage/Recovery.cs",
            "if (log.LastIndex > LogIndex.Zero) node.PriorLeases.Touched(now);", ""),
        new("lease-ignores-drift", "a new leader waits longer by as much as clocks may differ", "Reads/PriorLeases.cs",
            "var drift = options.ClockDriftPartsPerMillion;", "var drift = 0;"),
        new("lease-kept-in-a-transfer", "a leader that hands over gives up its lease", "Reads/LeaderLease.cs",
            "_released = LogIndex.Max(_released, index);", "_released = LogIndex.Min(_released, index);"),
    ];
}
