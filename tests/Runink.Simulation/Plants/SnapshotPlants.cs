namespace Runink.Simulation;

/// <summary>Bugs in snapshots and compaction.</summary>
public static class SnapshotPlants
{
    public static IReadOnlyList<Plant> All { get; } =
    [
        new("install-an-old-snapshot", "a snapshot that brings nothing new is not installed",
            new SourceEdit("Snapshots/SnapshotDownloads.cs", "if (offer.Minimum <= node.Commit)", "if (false)"),
            new SourceEdit("Snapshots/SnapshotDownloads.cs",
                "if (node.Commit >= download.Minimum && !(download.Snapshot?.Index > node.Commit))", "if (false)"),
            new SourceEdit("Snapshots/SnapshotInstallation.cs", "if (snapshot.Index <= node.Commit)", "if (false)"),
            new SourceEdit("Snapshots/SnapshotInstallation.cs", "= node.Log.MayHold(snapshot.Position);", "= false;")),
        new("snapshot-drops-newer-log", "what follows a snapshot in the log stays if it fits",
            "Snapshots/SnapshotInstallation.cs",
            "= node.Log.MayHold(snapshot.Position);", "= false;") { Profile = "rot" },
        new("snapshot-keeps-another-log", "what follows a snapshot in a log of another history goes",
            "Snapshots/SnapshotInstallation.cs",
            "= node.Log.MayHold(snapshot.Position);", "= node.Log.Contains(snapshot.Index);"),
        new("compact-past-the-snapshot", "only what a snapshot covers is compacted away", "Snapshots/Compaction.cs",
            "CompactThrough(node, Keep(node, snapshot.Index));", "CompactThrough(node, Keep(node, node.Apply.Applied));"),
        new("snapshot-of-the-newest-membership", "a snapshot holds the membership in force at its end", "RaftNode.cs",
            "_node.Members.At(index)", "_node.Members.Current"),
    ];
}
