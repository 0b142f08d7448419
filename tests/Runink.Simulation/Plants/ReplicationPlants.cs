namespace Runink.Simulation;

/// <summary>Bugs in replication and commitment.</summary>
public static class ReplicationPlants
{
    public static IReadOnlyList<Plant> All { get; } =
    [
        new("commit-older-terms", "entries of earlier terms are not committed by counting (figure 8)",
            "Replication/Committing.cs",
            " || node.Log.TermAt(agreed) != node.Term", ""),
        new("commit-past-the-append", "a follower commits no further than the last entry that it was sent",
            "Replication/AppendRequests.cs",
            "LogIndex.Min(request.Commit, last)", "LogIndex.Min(request.Commit, node.Log.LastIndex)") { Profile = "rot" },
        new("heartbeat-commits-past-match", "a heartbeat commits no further than the follower is known to match",
            new SourceEdit("Replication/Heartbeats.cs", "LogIndex.Min(peer.Match, node.Commit)", "node.Commit"),
            new SourceEdit("Replication/Heartbeats.cs",
                "Following.CommitThrough(node, heartbeat.Commit);",
                "Following.CommitThrough(node, LogIndex.Min(heartbeat.Commit, node.Log.LastIndex));")),
        new("append-without-matching", "entries are taken only after the entry that they follow", "Replication/AppendRequests.cs",
            "!node.Log.Holds(request.Previous)", "node.Log.LastIndex < request.Previous.Index"),
        new("keep-conflicting-entries", "an entry that conflicts with the leader's goes", "Replication/AppendRequests.cs",
            "            Truncate(node, entry.Index);\n", "            return;\n"),
        new("truncate-on-every-append", "entries that do not conflict stay", "Replication/AppendRequests.cs",
            "            if (own.Term == entry.Term) return;\n", ""),
        new("truncate-committed", "committed entries are never truncated",
            new SourceEdit("Replication/AppendRequests.cs", "if (request.Previous.Index < node.Commit)",
                "if (request.Previous.Index < node.Log.Base.Index)"),
            new SourceEdit("Replication/AppendRequests.cs", "            if (own.Term == entry.Term) return;\n", ""),
            new SourceEdit("Replication/AppendRequests.cs",
                "RaftAssert.That(from > node.Commit, \"a committed entry is about to be truncated\");", "")),
        new("leader-drops-its-tail", "a leader never overwrites or deletes entries of its log", "Elections/Roles.cs",
            "node.Role = Role.Leader;",
            """
            node.Role = Role.Leader;
            if (node.Log.LastIndex > node.Commit)
            {
                node.Log.TruncateFrom(node.Commit.Next);
                node.Writer.Truncated(node.Commit.Next, node.Writes);
                MembershipChanges.TruncateFrom(node, node.Commit.Next);
            }
            """),
        new("back-off-stays", "after a rejection the leader tries an entry that can match", "Replication/AppendResponses.cs",
            "LogIndex.Max(peer.Match.Next, LogIndex.Min(response.Rejected, agreed.Next))", "peer.Next"),
        new("probe-is-never-repeated", "a lost probe is sent again", "Replication/Heartbeats.cs",
            "(peer.Active, peer.ProbeSent, peer.Snapshot) = (true, false, response.Snapshot);",
            "(peer.Active, peer.Snapshot) = (true, response.Snapshot);"),
        new("lost-appends-stay-lost", "a lost append is found out and sent again", "Replication/Heartbeats.cs",
            "peer.Recheck = peer.Next > node.Log.LastIndex || Replicator.IsBlocked(node, peer);", "peer.Recheck = false;"),
        new("windows-are-ignored", "what is under way to a peer is bounded", "Replication/SendWindow.cs",
            "_messages.Count == 0 || (_messages.Count < maxMessages && Bytes + bytes <= maxBytes)", "true"),
        new("never-busy", "what is proposed and not committed is bounded", "Replication/Proposals.cs",
            "RefusalReason.None : RefusalReason.Busy;", "RefusalReason.None : RefusalReason.None;"),
    ];
}
