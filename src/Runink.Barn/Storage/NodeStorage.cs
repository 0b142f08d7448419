using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Everything durable of one node: one log for all its groups, and their snapshots. It keeps what Raft asks of a host: the writes
/// of a group become durable in order, a crash keeps a prefix of them, and one is reported only when it would survive a loss of
/// power. Not thread-safe: the node's event loop owns it, and hears of what happened on that loop.
/// </summary>
public sealed partial class NodeStorage : IDisposable
{
    private readonly StorageWorkers _workers;
    private readonly IStorageEvents _events;
    private readonly SnapshotStore _snapshots;
    private readonly WriteAheadLog _log;
    private readonly Dictionary<GroupId, GroupWrites> _groups = [];
    private readonly SortedDictionary<GroupId, RecoveredState> _recovered = [];
    private GroupWrites? _lastUsed;

    private NodeStorage(
        IDisk disk, StorageWorkers workers, StorageOptions options, IStorageEvents events, RecoveredLog recovered)
    {
        (_workers, _events) = (workers, events);
        _snapshots = new SnapshotStore(disk, options);
        var files = new SnapshotRecovery(disk, recovered.Groups);
        foreach (var (id, group) in recovered.Groups)
        {
            var entries = recovered.Lists[id];
            var newest = files.Newest(group, entries);
            var staged = files.Staged(id, reached: (newest ?? group.Base).Index);
            _groups.Add(id, new GroupWrites(group) { Staged = staged?.Staged });
            _recovered.Add(id, new RecoveredState
            {
                Term = group.Term,
                VotedFor = group.VotedFor,
                Base = group.Base,
                Snapshot = newest,
                Entries = entries,
                StagedSnapshot = staged?.Description,
                StagedBytes = staged?.Length ?? 0,
            });
        }

        Lost = recovered.Lost;
        _log = new WriteAheadLog(disk, workers, options, recovered, Completed, events.RoomChanged, Fail);
    }

    /// <summary>
    /// What the disk held when it was opened, for every group that was founded and did not end, in the order of their ids; without those
    /// that were taken.
    /// </summary>
    public IReadOnlyDictionary<GroupId, RecoveredState> Recovered => _recovered;

    /// <summary>Where entries were found lost that other members are to be asked for; nowhere, unless the options let that be.</summary>
    public IReadOnlyList<LogDamage> Lost { get; }

    /// <summary>Whether a batch is on its way to the disk: what is added now leaves when that is done.</summary>
    public bool IsWriting => _log.IsWriting;

    /// <summary>Why nothing completes any more, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Reads everything back, cuts off what a crash left half written, and makes that durable.</summary>
    /// <param name="disk">The node's directory, locked by its owner.</param>
    /// <param name="workers">Who does the work from now on; idle until the first <see cref="Flush"/>.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="events">Hears what becomes of writes.</param>
    /// <exception cref="LogDamagedException">The log is damaged where no crash damages it. Nothing was changed.</exception>
    /// <exception cref="InvalidDataException">A snapshot that is needed is damaged, or the log of one is gone.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public static NodeStorage Open(IDisk disk, StorageWorkers workers, StorageOptions options, IStorageEvents events)
    {
        options.Validate();
        var recovered = LogRecovery.Run(disk, options.AsksOthersForLost);
        try
        {
            return new NodeStorage(disk, workers, options, events, recovered);
        }
        catch
        {
            recovered.Open?.File.Dispose();
            throw;
        }
    }

    /// <summary>What the disk held of a group, or null; it is handed out once, so that it is not kept for ever.</summary>
    internal RecoveredState? TakeRecovered(GroupId group) => _recovered.Remove(group, out var recovered) ? recovered : null;

    /// <summary>Some of the groups that keep the log from being cut although it is long, and up to which of their entries.</summary>
    internal void FindTailHolders(List<(GroupId Group, LogIndex Last)> found, int most) => _log.FindTailHolders(found, most);

    /// <summary>
    /// Begins a group that <see cref="Recovered"/> does not have, before anything else is added for it. Durable with, or
    /// before, what follows.
    /// </summary>
    public void Found(GroupId group, Membership membership)
    {
        ThrowIfFailed();
        _log.Found(group, membership);
        _groups.Add(group, new GroupWrites(_log.Groups[group]));
    }

    /// <summary>
    /// Takes an effect of a group's <see cref="RaftNode"/>, in their order: <see cref="Append"/>, <see cref="SaveVote"/>,
    /// <see cref="CompactLog"/>, <see cref="InstallSnapshot"/>, <see cref="StageSnapshotChunk"/>, <see cref="DropSnapshot"/> and
    /// <see cref="ReadSnapshotChunk"/>.
    /// </summary>
    /// <returns>Whether it is one of those; any other is left to the caller.</returns>
    /// <exception cref="StorageFailedException">The disk failed before.</exception>
    public bool Add(GroupId group, Effect effect)
    {
        switch (effect)
        {
            case Append or SaveVote or CompactLog or StageSnapshotChunk or InstallSnapshot:
                ThrowIfFailed();
                var writes = Find(group);
                if (writes.Waiting.Count > 0 || effect is StageSnapshotChunk or InstallSnapshot) Enqueue(writes, effect);
                else AddToLog(writes, effect);
                return true;
            case DropSnapshot drop:
                ThrowIfFailed();
                Drop(group, drop.Snapshot);
                return true;
            case ReadSnapshotChunk read:
                ThrowIfFailed();
                ReadChunk(group, read);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// Sends what gathered on its way to the disk. While a batch is under way the next one gathers, and leaves by itself.
    /// </summary>
    /// <exception cref="StorageFailedException">The disk failed before.</exception>
    public void Flush()
    {
        ThrowIfFailed();
        _log.Flush();
    }

    /// <summary>After <see cref="IStorageEvents.RoomChanged"/> told of a full disk: looks whether there is room again.</summary>
    public void RetryRoom() => _log.RetryRoom();

    /// <summary>Closes the files. What was not reported may be lost, as in a crash; the workers must be idle.</summary>
    public void Dispose()
    {
        _log.Dispose();
        foreach (var writes in _groups.Values) writes.Staged?.Dispose();
    }

    private void AddToLog(GroupWrites writes, Effect effect)
    {
        var log = writes.Log;
        switch (effect)
        {
            case Append append:
                if (append.TruncateFrom is { } from) _log.Truncate(log, from);
                if (append.Entries is Entry[] array) _log.Append(log, array);
                else _log.Append(log, CollectionsMarshal.AsSpan([.. append.Entries]));
                break;
            case SaveVote vote:
                _log.SaveVote(log, vote.Term, vote.VotedFor);
                break;
            case CompactLog compact:
                _log.Compact(log, compact.Base);
                return;
            case InstallSnapshot install:
                _log.Install(log, install.Snapshot, install.KeepsLog);
                break;
        }

        var id = ((Write)effect).Id;
        writes.Logged = id;
        _log.CompleteWith(log.Id, id);
    }

    private void Completed(IReadOnlyList<(GroupId Group, WriteId Through)> completes)
    {
        for (var i = 0; i < completes.Count && Failure is null; i++)
        {
            var (id, through) = completes[i];
            // It may have ended meanwhile.
            if (!TryFind(id, out var writes)) continue;
            writes.Completed = through;
            _events.Completed(id, through);
            if (writes.Waiting.Count > 0) GoOn(writes);
        }
    }

    private GroupWrites Find(GroupId group)
    {
        if (TryFind(group, out var found)) return found;
        throw new InvalidOperationException($"group {group} was not founded");
    }

    private bool TryFind(GroupId group, [NotNullWhen(true)] out GroupWrites? found)
    {
        found = _lastUsed;
        if (found is not null && found.Log.Id == group) return true;
        if (!_groups.TryGetValue(group, out found)) return false;
        _lastUsed = found;
        return true;
    }

    private void FailOn(Exception? problem)
    {
        if (problem is not null) Fail(problem);
    }

    private void Fail(Exception problem)
    {
        if (Failure is not null) return;
        Failure = problem;
        _events.Failed(problem);
    }

    private void ThrowIfFailed()
    {
        if (Failure is { } reason) throw new StorageFailedException(reason);
    }
}
