using Runink.Raft;

namespace Runink.Barn;

/// <summary>The part that works with snapshot files.</summary>
public sealed partial class NodeStorage
{
    /// <summary>
    /// Writes a snapshot without holding up the log; ends with <see cref="IStorageEvents.SnapshotTaken"/> or
    /// <see cref="IStorageEvents.SnapshotFailed"/>.
    /// </summary>
    /// <exception cref="StorageFailedException">The disk failed before.</exception>
    public void TakeSnapshot(GroupId group, SnapshotDescription snapshot, ISnapshotContent content)
    {
        ThrowIfFailed();
        _workers.Snapshots.Submit(() => _snapshots.Take(group, snapshot, content), problem =>
        {
            if (Failure is not null) return;
            if (problem is null) _events.SnapshotTaken(group, snapshot);
            else if (problem is IOException and not DiskFullException) Fail(problem);
            else _events.SnapshotFailed(group, snapshot, problem);
        });
    }

    /// <summary>
    /// The content of a snapshot, checked while it is read: the stream throws <see cref="InvalidDataException"/> rather than
    /// return what was not written, and ends only when the whole was found sound. May be called and read on any thread.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such snapshot.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public Stream OpenSnapshot(GroupId group, SnapshotDescription snapshot) => _snapshots.Open(group, snapshot);

    /// <summary>Bytes of the file of a snapshot.</summary>
    /// <exception cref="FileNotFoundException">There is no such snapshot.</exception>
    internal long SnapshotBytes(GroupId group, SnapshotDescription snapshot) => _snapshots.SizeOf(group, snapshot);

    /// <summary>Reads a snapshot that is there while everything goes on; one that cannot be read is a failure of the disk.</summary>
    /// <param name="group">Whose.</param>
    /// <param name="snapshot">Which.</param>
    /// <param name="read">Reads the content, on another thread.</param>
    /// <param name="done">Called on the owner's event loop when it is read.</param>
    /// <exception cref="StorageFailedException">The disk failed before.</exception>
    public void ReadSnapshot(GroupId group, SnapshotDescription snapshot, Action<Stream> read, Action done)
    {
        ThrowIfFailed();
        void Job()
        {
            using var content = _snapshots.Open(group, snapshot);
            read(content);
        }

        _workers.Transfers.Submit(Job, problem =>
        {
            if (Failure is not null) return;
            FailOn(problem);
            if (problem is null) done();
        });
    }

    /// <summary>
    /// Reads a snapshot to its end without holding up the log; <see cref="IStorageEvents.SnapshotUnreadable"/> says so if it is damaged.
    /// </summary>
    /// <param name="group">Whose.</param>
    /// <param name="snapshot">Which.</param>
    /// <param name="done">Called on the owner's event loop when it is read, whatever came of it.</param>
    /// <exception cref="StorageFailedException">The disk failed before.</exception>
    internal void CheckSnapshot(GroupId group, SnapshotDescription snapshot, Action done)
    {
        ThrowIfFailed();
        _workers.Snapshots.Submit(() => _snapshots.Check(group, snapshot), problem =>
        {
            if (Failure is not null) return;
            if (problem is InvalidDataException) _events.SnapshotUnreadable(group, snapshot, problem);
            // One that is gone made way for a newer one meanwhile.
            else if (problem is not FileNotFoundException) FailOn(problem);
            done();
        });
    }

    /// <summary>Deletes what is staged of a snapshot that nobody needs any more, if nothing is on its way there.</summary>
    /// <exception cref="StorageFailedException">The disk failed before.</exception>
    internal void DiscardStaged(GroupId group)
    {
        if (!TryFind(group, out var writes) || writes.IsEnded || writes.IsBusy || writes.Waiting.Count > 0 || writes.Staged is null) return;
        ThrowIfFailed();
        writes.IsBusy = true;
        _workers.Transfers.Submit(() => Discard(writes), problem =>
        {
            if (Failure is not null) return;
            FailOn(problem);
            if (problem is not null) return;
            writes.IsBusy = false;
            if (writes.IsEnded) return;
            // What came meanwhile waited for this.
            GoOn(writes);
            if (Failure is null) _log.Flush();
        });
    }

    private void Drop(GroupId group, SnapshotDescription snapshot) =>
        _workers.Transfers.Submit(() => _snapshots.Drop(group, snapshot), FailOn);

    private void ReadChunk(GroupId group, ReadSnapshotChunk read)
    {
        (byte[] Data, bool IsLast) piece = default;
        _workers.Transfers.Submit(() => piece = _snapshots.ReadChunk(group, read), problem =>
        {
            if (Failure is not null) return;
            if (problem is null) _events.ChunkRead(group, read, piece.Data, piece.IsLast);
            else if (problem is InvalidDataException or FileNotFoundException)
                _events.SnapshotUnreadable(group, read.Snapshot, problem);
            else Fail(problem);
        });
    }

    /// <summary>
    /// Ends groups for good: their snapshots go, then their logs. Nothing may be asked for them any more, and none of their
    /// snapshots be under way. There may be very many, so it is one job for all.
    /// </summary>
    /// <exception cref="StorageFailedException">The disk failed before.</exception>
    internal void End(IReadOnlySet<GroupId> groups)
    {
        if (groups.Count == 0) return;
        ThrowIfFailed();
        GroupWrites[] ended = [.. groups.Select(Find)];
        foreach (var writes in ended)
        {
            writes.IsEnded = true;
            writes.Waiting.Clear();
            _recovered.Remove(writes.Log.Id);
        }

        void Job()
        {
            foreach (var writes in ended) writes.Staged?.Dispose();
            // A file of a group that the log does not know would say that the log was lost.
            _snapshots.DropAll(groups);
        }

        _workers.Transfers.Submit(Job, problem =>
        {
            if (Failure is not null) return;
            FailOn(problem);
            if (problem is not null) return;
            _lastUsed = null;
            foreach (var writes in ended)
            {
                writes.Staged = null;
                _groups.Remove(writes.Log.Id);
                _log.End(writes.Log);
            }

            _log.Flush();
        });
    }

    private void Enqueue(GroupWrites writes, Effect effect)
    {
        writes.Waiting.Enqueue(effect);
        if (writes.Waiting.Count == 1) GoOn(writes);
    }

    /// <summary>Begins what waits, if it may; stops behind the first that goes to a snapshot file.</summary>
    private void GoOn(GroupWrites writes)
    {
        while (Failure is null && !writes.IsBusy && writes.Waiting.TryPeek(out var effect))
        {
            if (effect is StageSnapshotChunk or InstallSnapshot)
            {
                if (writes.IsIdle) Begin(writes, effect);
                return;
            }

            AddToLog(writes, effect);
            writes.Waiting.Dequeue();
        }
    }

    private void Begin(GroupWrites writes, Effect effect)
    {
        writes.IsBusy = true;
        InvalidDataException? damage = null;
        Action job = effect is StageSnapshotChunk piece ? () => damage = Stage(writes, piece) : () => Adopt(writes);
        _workers.Transfers.Submit(job, problem =>
        {
            if (Failure is not null) return;
            FailOn(problem);
            if (problem is null) End(writes, effect, damage);
        });
    }

    private void End(GroupWrites writes, Effect effect, InvalidDataException? damage)
    {
        writes.IsBusy = false;
        if (writes.IsEnded) return;
        writes.Waiting.Dequeue();
        if (effect is InstallSnapshot)
        {
            // The file has its name; the log makes it count.
            AddToLog(writes, effect);
        }
        else
        {
            var staged = (StageSnapshotChunk)effect;
            (writes.Logged, writes.Completed) = (staged.Id, staged.Id);
            if (damage is not null) _events.StagedSnapshotFailed(writes.Log.Id, staged.Snapshot, damage);
            _events.Completed(writes.Log.Id, staged.Id);
        }

        GoOn(writes);
        if (Failure is null) _log.Flush();
    }

    /// <summary>Keeps a piece. One without any bytes is what a witness gets: it needs no file.</summary>
    /// <returns>What is wrong with the whole, if the piece is the last one.</returns>
    private InvalidDataException? Stage(GroupWrites writes, StageSnapshotChunk piece)
    {
        if (piece.Offset == 0)
        {
            Discard(writes);
            if (piece.Data.IsEmpty) return null;
            writes.Staged = _snapshots.Stage(new SnapshotName(writes.Log.Id, piece.Snapshot.Position));
        }

        if (writes.Staged is not { } staged || staged.Name.Position != piece.Snapshot.Position)
            throw new InvalidOperationException($"{piece} has no beginning");
        staged.Add(piece);
        if (!piece.IsLast || staged.Verify(piece.Snapshot) is not { } damage) return null;
        Discard(writes);
        return damage;
    }

    private void Adopt(GroupWrites writes)
    {
        if (writes.Staged is not { } staged) return;
        staged.Dispose();
        writes.Staged = null;
        _snapshots.Adopt(staged.Name);
    }

    private void Discard(GroupWrites writes)
    {
        if (writes.Staged is not { } staged) return;
        staged.Dispose();
        writes.Staged = null;
        _snapshots.Discard(staged.Name);
    }
}
