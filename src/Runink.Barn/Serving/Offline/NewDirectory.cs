using Runink.Raft;

namespace Runink.Barn;

/// <summary>Makes a data directory that begins with the states of some groups.</summary>
internal static class NewDirectory
{
    /// <param name="directory">The directory, which is not there yet.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="formation">Whose the directory is, and who is to belong to the cluster.</param>
    /// <exception cref="IOException">The disk fails.</exception>
    public static void Fill(string directory, IReadOnlyList<BeginningGroup> groups, ClusterFormation formation)
    {
        using var disk = new FileDisk(directory);
        MembersFile.Write(disk, formation.Members, formation.Joins);
        IdentityFile.Write(disk, formation.Identity);
        var (worker, events) = (new SequentialWorker(), new OfflineEvents());
        using var storage = NodeStorage.Open(disk, new(worker, worker, worker), new(), events);
        var membership = Membership.OfVoters(formation.Members.Select(member => member.Id));
        foreach (var group in groups)
        {
            storage.Found(group.Id, membership);
            if (group.Position.Index > LogIndex.Zero) Begin(storage, worker, group, membership);
            storage.Flush();
            worker.Run();
            events.ThrowIfFailed();
        }
    }

    private static void Begin(NodeStorage storage, SequentialWorker worker, BeginningGroup group, Membership membership)
    {
        var snapshot = new SnapshotDescription(group.Position, membership);
        storage.TakeSnapshot(group.Id, snapshot, group.Content);
        worker.Run();
        storage.Add(group.Id, new SaveVote(new WriteId(1), snapshot.Position.Term, default));
        storage.Flush();
        worker.Run();
        storage.Add(group.Id, new InstallSnapshot(new WriteId(2), snapshot, KeepsLog: false));
        worker.Run();
    }
}
