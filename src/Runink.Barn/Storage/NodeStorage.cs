using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Everything durable of one node: one log for all its groups, and their snapshots. It keeps what Raft asks of a host: the writes
/// of a group become durable in order, a crash keeps a prefix of them, and one is reported only when it would survive a loss of
/// power. Not thread-safe: the node's event loop owns it, and hears of what happened on that loop.
/// </summary>
public sealed class NodeStorage : IDisposable
{
    private NodeStorage(SortedDictionary<GroupId, RecoveredState> recovered) => Recovered = recovered;

    /// <summary>What the disk held when it was opened, for every group that was ever founded.</summary>
    public IReadOnlyDictionary<GroupId, RecoveredState> Recovered { get; }

    /// <summary>Why nothing completes any more, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Reads everything back, cuts off what a crash left half written, and makes that durable.</summary>
    /// <param name="disk">The node's directory, locked by its owner.</param>
    /// <param name="workers">Who does the work from now on; idle until the first <see cref="Flush"/>.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="events">Hears what becomes of writes.</param>
    /// <exception cref="LogDamagedException">The log is damaged where no crash damages it. Nothing was changed.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public static NodeStorage Open(IDisk disk, StorageWorkers workers, StorageOptions options, IStorageEvents events) =>
        throw new NotSupportedException();

    /// <summary>
    /// Begins a group that <see cref="Recovered"/> does not have, before anything else is added for it. Durable with, or
    /// before, what follows.
    /// </summary>
    public void Found(GroupId group, Membership membership) => throw new NotSupportedException();

    /// <summary>
    /// Takes an effect of a group's <see cref="RaftNode"/>, in their order: <see cref="Append"/>, <see cref="SaveVote"/>,
    /// <see cref="CompactLog"/>, <see cref="InstallSnapshot"/>, <see cref="StageSnapshotChunk"/>, <see cref="DropSnapshot"/> and
    /// <see cref="ReadSnapshotChunk"/>.
    /// </summary>
    /// <returns>Whether it is one of those; any other is left to the caller.</returns>
    /// <exception cref="StorageFailedException">The disk failed before.</exception>
    public bool Add(GroupId group, Effect effect) => throw new NotSupportedException();

    /// <summary>
    /// Sends what gathered on its way to the disk. While a batch is under way the next one gathers, and leaves by itself.
    /// </summary>
    /// <exception cref="StorageFailedException">The disk failed before.</exception>
    public void Flush() => throw new NotSupportedException();

    /// <summary>
    /// Writes a snapshot without holding up the log; ends with <see cref="IStorageEvents.SnapshotTaken"/> or
    /// <see cref="IStorageEvents.SnapshotFailed"/>.
    /// </summary>
    public void TakeSnapshot(GroupId group, SnapshotDescription snapshot, ISnapshotContent content) =>
        throw new NotSupportedException();

    /// <summary>
    /// The content of a snapshot, checked while it is read: the stream throws <see cref="InvalidDataException"/> rather than
    /// return what was not written, and ends only when the whole was found sound. May be called and read on any thread.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such snapshot.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public Stream OpenSnapshot(GroupId group, SnapshotDescription snapshot) => throw new NotSupportedException();

    /// <summary>Closes the files. What was not reported may be lost, as in a crash; the workers must be idle.</summary>
    public void Dispose() => throw new NotSupportedException();
}
