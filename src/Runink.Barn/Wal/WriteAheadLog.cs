using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// The one log of a node, for all its groups. Records gather in a batch; a batch is written and synced in one go, and meanwhile
/// the next one gathers. Owned by one event loop; only <see cref="SegmentWriter"/> is on the log's worker.
/// </summary>
internal sealed class WriteAheadLog : IDisposable
{
    private const int MaxRecordBytes = 256 << 10;

    // Of many groups checkpoints are long; they are to be a small part of the log.
    private const int CheckpointShare = 8;

    private readonly IDiskWorker _worker;
    private readonly StorageOptions _options;
    private readonly SegmentWriter _writer;
    private readonly ColdEntries _cold;
    private readonly Action<IReadOnlyList<(GroupId Group, WriteId Through)>> _completed;
    private readonly Action<Exception> _failed;
    private readonly Action _write;
    private readonly Action<Exception?> _written;
    private readonly SegmentRoom _room;
    private LogBatch _gathering = new();
    private LogBatch _writing = new();
    private List<(GroupId Group, WriteId Through)> _completing = [];
    private SegmentHeader _segment;
    private ulong _oldest;
    private ulong _number;
    private uint _chain;
    private long _end;
    private int _checkpointLength;
    private long _sinceCheckpoint;
    private long _checkpointsDueAfter;
    private bool _isWriting;
    private bool _mayFree;
    private bool _hasFailed;
    private GroupId _lastTailHolder;

    /// <summary>Goes on with a log that was recovered.</summary>
    public WriteAheadLog(
        IDisk disk, StorageWorkers workers, StorageOptions options, RecoveredLog recovered,
        Action<IReadOnlyList<(GroupId Group, WriteId Through)>> completed, Action<DiskFullException?> roomChanged,
        Action<Exception> failed)
    {
        (_worker, _options, _completed, _failed) = (workers.Log, options, completed, failed);
        _writer = new SegmentWriter(disk, options.SegmentBytes);
        _room = new SegmentRoom(workers.Log, _writer, roomChanged, Fail);
        Groups = recovered.Groups;
        (_oldest, _number, _chain) = (recovered.OldestSegment, recovered.LastBatch, recovered.Chain);
        _cold = new ColdEntries(disk, workers.Transfers, Groups, Flush, Fail);
        (_write, _written) = (() => _writer.Write(_writing), Written);
        if (recovered.Open is { } open)
        {
            _writer.Resume(open.File, open.Header.Salt, open.End);
            (_segment, _end) = (open.Header, open.End);
        }

        (_sinceCheckpoint, _checkpointsDueAfter) = (_end, options.CheckpointBytes);
        // A segment in which nothing is yet needs its checkpoint, which may have been torn with its first batch.
        if (_segment.Sequence == 0 || _end >= options.SegmentBytes) BeginSegment();
        else BeginBatch(withCheckpoint: _end == SegmentHeader.Size || AreCheckpointsDue);
    }

    /// <summary>The groups that the log knows, by their ids.</summary>
    public SortedDictionary<GroupId, GroupLog> Groups { get; }

    /// <summary>Whether a batch is under way.</summary>
    public bool IsWriting => _isWriting;

    private bool AreCheckpointsDue => _sinceCheckpoint >= _checkpointsDueAfter;

    /// <summary>Whether there is anything that <see cref="Flush"/> would write.</summary>
    private bool HasContent => _gathering.Length > _checkpointLength || _gathering.Completes.Count > 0 || _cold.HasMore;

    public void Found(GroupId id, Membership membership)
    {
        var group = new GroupLog(id, new SnapshotDescription(default, membership));
        if (!Groups.TryAdd(id, group)) throw new InvalidOperationException($"group {id} was founded before");
        AddBase(RecordType.Base, group, group.Base, keepsLog: true);
    }

    /// <summary>Nothing of a group is needed any more.</summary>
    public void End(GroupLog group)
    {
        Groups.Remove(group.Id);
        // What waits to be written anew sees by it that it is not wanted any more.
        group.Runs.RemoveFrom(0);
        _gathering.Add(RecordType.End, group.Id, default, 0, 0);
        _mayFree = true;
    }

    public void SaveVote(GroupLog group, Term term, NodeId votedFor)
    {
        (group.Term, group.VotedFor) = (term, votedFor);
        StateRecords.WriteVote(_gathering.Add(RecordType.Vote, group.Id, default, 0, StateRecords.VoteSize), term, votedFor);
    }

    public void Truncate(GroupLog group, LogIndex from)
    {
        group.Truncate(from);
        _gathering.Add(RecordType.Truncate, group.Id, from, 0, 0);
        _mayFree = true;
    }

    /// <summary>Adds entries behind the log, or in the place of those with their indexes.</summary>
    public void Append(GroupLog group, ReadOnlySpan<Entry> entries)
    {
        while (!entries.IsEmpty)
        {
            var (count, size) = (1, EntryCodec.SizeOf(entries[0]));
            for (; count < entries.Length && size < MaxRecordBytes; count++) size += EntryCodec.SizeOf(entries[count]);
            var (first, last) = (entries[0].Index, entries[count - 1].Index);
            group.Wrote(first, last, _gathering.Segment, size);
            var payload = _gathering.Add(RecordType.Entries, group.Id, first, (uint)count, size);
            for (var i = 0; i < count; i++) payload = payload[EntryCodec.Write(entries[i], payload)..];
            entries = entries[count..];
        }
    }

    public void Compact(GroupLog group, SnapshotDescription newBase)
    {
        if (newBase.Index <= group.Base.Index) return;
        if (newBase.Index > group.LastIndex)
            throw new InvalidOperationException($"group {group.Id} is compacted through {newBase.Index}, past {group.LastIndex}");
        group.Rebase(newBase, keepsLog: true);
        AddBase(RecordType.Base, group, newBase, keepsLog: true);
    }

    public void Install(GroupLog group, SnapshotDescription snapshot, bool keepsLog)
    {
        group.Rebase(snapshot, keepsLog);
        AddBase(RecordType.Install, group, snapshot, keepsLog);
    }

    /// <summary>The write is durable with what was added so far.</summary>
    public void CompleteWith(GroupId group, WriteId write)
    {
        var completes = _gathering.Completes;
        if (completes.Count > 0 && completes[^1].Group == group) completes[^1] = (group, write);
        else completes.Add((group, write));
    }

    /// <summary>Writes what has gathered, now or as soon as the batch that is under way is durable.</summary>
    public void Flush()
    {
        if (_isWriting || _hasFailed || !HasContent) return;
        _mayFree |= _cold.Take(this);
        if (_mayFree) _gathering.FreesBefore = OldestNeeded();
        _mayFree = false;
        _chain = _gathering.Seal(_segment.Salt, ++_number, _chain);
        _end = _gathering.Length + (_gathering.Opens is null ? _end : SegmentHeader.Size);
        _sinceCheckpoint += _gathering.Length;
        (_gathering, _writing, _isWriting) = (_writing, _gathering, true);
        if (_end < _options.SegmentBytes) BeginBatch(AreCheckpointsDue);
        else BeginSegment();
        _worker.Submit(_write, _written);
    }

    /// <summary>
    /// Some of the groups that keep the oldest segment from being freed, with the last of their entries in it, once there are so many
    /// segments that writing anew what is cold did not help. Goes round: who cannot let go does not keep others from being found.
    /// </summary>
    public void FindTailHolders(List<(GroupId Group, LogIndex Last)> found, int most)
    {
        if (_segment.Sequence - _oldest < (ulong)_options.CrowdedSegments + 2) return;
        var before = _lastTailHolder;
        for (var round = 0; round < 2; round++)
        {
            foreach (var group in Groups.Values)
            {
                if (found.Count == most) return;
                if (group.Id > before != (round == 0) || group.Runs.LastIn(_oldest) is not (> 0 and var last)) continue;
                found.Add((group.Id, new LogIndex(last)));
                _lastTailHolder = group.Id;
            }
        }
    }

    /// <summary>Tries again to reserve room for the next segment, if that failed.</summary>
    public void RetryRoom() => _room.Retry();

    /// <summary>Closes the file; the worker must be idle.</summary>
    public void Dispose()
    {
        if (!_hasFailed && !_isWriting) _writer.Close();
        _writer.Dispose();
    }

    private void BeginSegment()
    {
        _segment = new SegmentHeader(
            _segment.Sequence + 1, _options.Salt, _number + 1, _chain, (ulong)_options.SegmentBytes);
        _room.Left();
        if (_oldest == 0) _oldest = _segment.Sequence;
        BeginBatch(withCheckpoint: true, _segment);
        if (_segment.Sequence - _oldest >= (ulong)_options.CrowdedSegments) _cold.Begin(_oldest, _options.SegmentBytes / 2);
    }

    /// <summary>
    /// Checkpoints stand at the head of each segment, by which older ones become needless, and every now and then within: behind damage they
    /// are where the log can be relied on again.
    /// </summary>
    private void BeginBatch(bool withCheckpoint, SegmentHeader? opens = null)
    {
        _gathering.Begin(_segment.Sequence, opens);
        if (withCheckpoint)
        {
            foreach (var group in Groups.Values)
            {
                var size = StateRecords.CheckpointSize(group);
                StateRecords.WriteCheckpoint(_gathering.Add(RecordType.Checkpoint, group.Id, group.Base.Index, 0, size), group);
            }

            _mayFree = true;
            (_sinceCheckpoint, _checkpointsDueAfter) = (0, Math.Max(_options.CheckpointBytes, CheckpointShare * (long)_gathering.Length));
        }

        _checkpointLength = _gathering.Length;
    }

    private void AddBase(RecordType type, GroupLog group, SnapshotDescription description, bool keepsLog)
    {
        var payload = _gathering.Add(type, group.Id, description.Index, 0, StateRecords.BaseSize(description));
        StateRecords.WriteBase(payload, description, keepsLog);
        _mayFree = true;
    }

    private void Written(Exception? problem)
    {
        _isWriting = false;
        if (problem is not null) Fail(problem);
        if (_hasFailed) return;
        (_completing, _writing.Completes) = (_writing.Completes, _completing);
        if (_writing.FreesBefore > _oldest) Free(_writing.FreesBefore);
        if (_writing.Opens is not null) _room.Entered();
        if (_end > _options.SegmentBytes / 2 && _end < _options.SegmentBytes) _room.Prepare(_segment.Sequence + 1);
        // The disk has work again before the owner hears of what is done.
        Flush();
        _completed(_completing);
    }

    private ulong OldestNeeded()
    {
        var oldest = _gathering.Segment;
        foreach (var group in Groups.Values) oldest = Math.Min(oldest, group.Runs.OldestSegment);
        return oldest;
    }

    private void Free(ulong before)
    {
        var from = _oldest;
        _oldest = before;
        _worker.Submit(() => _writer.Delete(from, before), problem =>
        {
            if (problem is not null) Fail(problem);
        });
    }

    private void Fail(Exception problem)
    {
        if (_hasFailed) return;
        _hasFailed = true;
        _failed(problem);
    }
}
