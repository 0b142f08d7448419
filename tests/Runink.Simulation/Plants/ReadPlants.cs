namespace Runink.Simulation;

/// <summary>Bugs in reads that the leader confirms.</summary>
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
    ];
}
