namespace Runink.Barn;

/// <summary>The threads that do a node's disk work: one for the log, which nothing may hold up, and two for snapshots.</summary>
internal sealed class NodeThreads : IDisposable
{
    private readonly DiskThread _log;
    private readonly DiskThread _snapshots;
    private readonly DiskThread _transfers;

    /// <param name="post">Posts what is to be done when a job is done on the node's own thread.</param>
    public NodeThreads(Action<Action> post)
    {
        _log = new DiskThread("barn log", post, TimeProvider.System);
        _snapshots = new DiskThread("barn snapshots", post, TimeProvider.System);
        _transfers = new DiskThread("barn transfers", post, TimeProvider.System);
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
