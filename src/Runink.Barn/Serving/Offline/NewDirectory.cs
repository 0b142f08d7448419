using Runink.Raft;

namespace Runink.Barn;

/// <summary>Makes a data directory that begins with a state.</summary>
internal static class NewDirectory
{
    /// <param name="directory">The directory, which is not there yet.</param>
    /// <param name="content">The state.</param>
    /// <param name="position">Where the log begins that is to follow it.</param>
    /// <param name="formation">Whose the directory is, and who is to belong to the cluster.</param>
    /// <exception cref="IOException">The disk fails.</exception>
    public static void Fill(string directory, ISnapshotContent content, LogPosition position, ClusterFormation formation)
    {
        using var disk = new FileDisk(directory);
        MembersFile.Write(disk, formation.Members, formation.Joins);
        IdentityFile.Write(disk, formation.Identity);
        var (worker, events) = (new SequentialWorker(), new OfflineEvents());
        using var storage = NodeStorage.Open(disk, new(worker, worker, worker), new(), events);
        var membership = Membership.OfVoters(formation.Members.Select(member => member.Id));
        var snapshot = new SnapshotDescription(position, membership);
        storage.Found(NodeCore.System, membership);
        storage.TakeSnapshot(NodeCore.System, snapshot, content);
        worker.Run();
        events.ThrowIfFailed();
        storage.Add(NodeCore.System, new SaveVote(new WriteId(1), snapshot.Position.Term, default));
        storage.Flush();
        worker.Run();
        storage.Add(NodeCore.System, new InstallSnapshot(new WriteId(2), snapshot, KeepsLog: false));
        worker.Run();
        storage.Flush();
        worker.Run();
        events.ThrowIfFailed();
    }
}
