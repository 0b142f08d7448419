namespace Runink.Barn;

/// <summary>
/// All keys with their history: a tree from each key to its newest version, versions chained from newer to older, and the log of
/// revisions. One owner changes it: puts and deletes, and then a commit that makes them one revision.
/// </summary>
internal sealed class Keyspace
{
    private readonly KeyTree<KeyVersion> _tree = new();
    private readonly List<KeyVersion> _changes = [];
    private readonly Garbage _garbage = new();
    private Tally _total;

    /// <summary>An empty keyspace.</summary>
    /// <param name="revision">The revision it stands at.</param>
    /// <param name="floor">The revision of the last compaction.</param>
    public Keyspace(long revision, long floor)
    {
        Revision = revision;
        Floor = floor;
        Log = new(revision + 1);
        Sweeper = new(this, revision + 1);
    }

    /// <summary>The revision of the last commit.</summary>
    public long Revision { get; private set; }

    /// <summary>The revision of the last compaction, the oldest that can be read; below zero before the first.</summary>
    public long Floor { get; private set; }

    /// <summary>The revision that changes not committed yet will have, or that of the store when there are none.</summary>
    public long WorkingRevision => _changes.Count > 0 ? Revision + 1 : Revision;

    public RevisionLog Log { get; }

    public Sweeper Sweeper { get; }

    public KeyTree<KeyVersion> Tree => _tree;

    /// <summary>What all versions add up to that are not garbage, swept or not.</summary>
    public Tally Visible => _total - _garbage.AtFloor;

    /// <summary>Puts a key whose newest version was sought just before.</summary>
    public void Put(KeyVersion? head, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> value, long lease)
    {
        var revision = Revision + 1;
        var exists = head is not null && !head.IsTombstone;
        Change(head, exists
            ? KeyVersion.Put(key, value, revision, head!.CreateRevision, head.Version + 1, lease)
            : KeyVersion.Put(key, value, revision, revision, 1, lease));
    }

    /// <summary>Deletes a key that exists and returns what it was.</summary>
    public KeyVersion Delete(ReadOnlySpan<byte> key)
    {
        var head = _tree.Seek(key)!;
        Change(head, KeyVersion.Tombstone(key, Revision + 1));
        return head;
    }

    /// <summary>Adds a version as it was elsewhere, newer than all that its key has here.</summary>
    public void Restore(KeyVersion version) => Change(_tree.Seek(version.KeySpan), version);

    /// <summary>Adds a version that was there before the first revision of the log.</summary>
    public void RestoreBase(KeyVersion version)
    {
        if (_tree.Seek(version.KeySpan) is not null) throw new KvFormatException("a key stands twice in the base");
        _tree.Insert(version);
        _total += Tally.Of(version);
    }

    /// <summary>Makes the changes since the last commit one revision; nothing happens when there are none.</summary>
    public void Commit()
    {
        if (_changes.Count == 0) return;
        Revision++;
        if (_changes.Count == 1) Log.Append(_changes[0], _garbage.Passed);
        else Log.Append(_changes.ToArray(), _garbage.Passed);
        foreach (var change in _changes) _total += Tally.Of(change);
        _garbage.Pass(Log[Revision], Revision);
        _changes.Clear();
    }

    /// <summary>Moves the floor.</summary>
    /// <returns>Why it cannot be there, or null.</returns>
    public KvError? Compact(long revision)
    {
        if (revision <= Floor) return KvErrors.Compacted;
        if (revision > Revision) return KvErrors.FutureRevision;
        _garbage.MoveFloor(Log, Floor, revision);
        Floor = revision;
        return null;
    }

    private void Change(KeyVersion? head, KeyVersion version)
    {
        version.Older = head;
        if (head is null)
        {
            _tree.Insert(version);
        }
        else
        {
            head.IsSuperseded = true;
            _tree.Replace(version);
        }

        _changes.Add(version);
    }
}
