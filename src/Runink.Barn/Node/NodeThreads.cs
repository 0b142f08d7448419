namespace Runink.Barn;

/// <summary>The threads that do a node's disk work: one for the log, which nothing may hold up, and two for snapshots.</summary>
internal sealed class NodeThreads : IDisposable
{
    // Every group may have something under way at once: a snapshot to take, one to drop, a piece to stage and a piece to send.
    private const int MostSnapshotJobs = 4 * GroupTable.Max;

    private readonly DiskThread _log;
    private readonly DiskThread _snapshots;
    private readonly DiskThread _transfers;

    /// <param name="post">
    /// Posts what is to be done when a job is done, and says whether the job's thread may do it itself: the log's thread has nothing
    /// else to do when nothing waits.
    /// </param>
    public NodeThreads(Action<Action, bool> post)
    {
        _log = new DiskThread("barn log", job => post(job, true), TimeProvider.System);
        _snapshots = new DiskThread("barn snapshots", job => post(job, false), TimeProvider.System, MostSnapshotJobs);
        _transfers = new DiskThread("barn transfers", job => post(job, false), TimeProvider.System, MostSnapshotJobs);
        Workers = new StorageWorkers(_log, _snapshots, _transfers);
    }

    public StorageWorkers Workers { get; }

    /// <summary>For how long the oldest write to the log has been under way.</summary>
    public TimeSpan OldestLogWrite => _log.OldestAge;

    public void Dispose()
    {
        _log.Dispose();
        _snapshots.Dispose();
        _transfers.Dispose();
    }
}
