namespace Runink.Simulation;

/// <summary>Bugs in leases.</summary>
public static class LeasePlants
{
    public static IReadOnlyList<Plant> All { get; } =
    [
        new("lease-without-end", "a lease ends", "Reads/LeaderLease.cs", "End is { } end && now < end;", "End is not null;"),
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
            "if (log.LastIndex > LogIndex.Zero && !node.Members.HadOnlyVoter(node.Id)) node.PriorLeases.Touched(now);", ""),
        new("lease-ignores-drift", "a new leader waits longer by as much as clocks may differ", "Reads/PriorLeases.cs",
            "var drift = options.ClockDriftPartsPerMillion;", "var drift = 0;"),
        new("lease-kept-in-a-transfer", "a leader that hands over gives up its lease", "Reads/LeaderLease.cs",
            "_released = LogIndex.Max(_released, index);", "_released = LogIndex.Min(_released, index);"),
    ];
}
