namespace Runink.Simulation;

/// <summary>Bugs around the disk: promises before they are true, and rot.</summary>
public static class StoragePlants
{
    public static IReadOnlyList<Plant> All { get; } =
    [
        new("acknowledge-before-sync", "a follower acknowledges what is on its disk", "Replication/Following.cs",
            "node.Out.SendWhenDurable(", "node.Out.Release("),
        new("leader-counts-before-sync", "a leader counts itself for what is on its disk", "Replication/Committing.cs",
            "self.Match = node.Writer.Durable;", "self.Match = node.Log.LastIndex;"),
        new("apply-before-sync", "only what is durable here is applied here", "Replication/ApplyQueue.cs",
            "LogIndex.Min(node.Commit, node.Writer.Durable)", "node.Commit"),
        new("write-counts-for-other-entries", "a write makes only its own entries durable (ABA)", "Logs/LogWriter.cs",
            "writes.ClampAppends(from.Previous);", ""),
        new("durable-survives-truncation", "what is truncated is not durable", "Logs/LogWriter.cs",
            "_durableTail = LogIndex.Min(_durableTail, from.Previous);", ""),
        new("rot-ends-the-log", "an entry that rotted was there: it is not the end of the log", "Storage/Recovery.cs",
            "        foreach (var entry in recovered.Entries)\n            if (entry.Index > @base.Index) log.Append(entry);",
            """
                    foreach (var entry in recovered.Entries)
                    {
                        if (entry.Kind == EntryKind.Rotten) break;
                        if (entry.Index > @base.Index) log.Append(entry);
                    }
            """) { Profile = "rot" },
        new("lost-is-ignored", "what a follower lost is sent again", "Replication/AppendResponses.cs",
            "if (response.Lost)", "if (false)") { Profile = "rot" },
    ];
}
