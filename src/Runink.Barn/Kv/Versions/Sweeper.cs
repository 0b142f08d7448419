namespace Runink.Barn;

/// <summary>
/// Frees what compaction made garbage, a little at a time, by walking the log from the oldest revision to the floor: the work is
/// proportional to what is freed. It cuts the chains of versions that readers of old revisions go along, so it first says how far
/// (<see cref="CutBefore"/>), and a reader that has read an older revision asks afterwards whether it may have been cut. What is still
/// the newest of its key may stay for ever, and so is taken out of its <see cref="ByteSlab"/>.
/// </summary>
internal sealed class Sweeper(Keyspace keyspace, long first)
{
    // To seek a key takes as long as to let go of some changes.
    private const int SettlingWeight = 4;

    private long _next = first;
    private long _cutBefore = -1;
    private int _holds;

    /// <summary>Revisions below this may be incomplete. Safe to ask from any thread.</summary>
    public long CutBefore => Volatile.Read(ref _cutBefore);

    /// <summary>Whether the tree was changed since it was published: the one that was keeps what this let go of. The owner's.</summary>
    public bool HasSettled { get; set; }

    /// <summary>Keeps everything as it is until the hold is let go, which any thread may do. The owner's.</summary>
    public IDisposable Hold()
    {
        Interlocked.Increment(ref _holds);
        return new Held(this);
    }

    /// <summary>Sweeps until about so many changes are freed.</summary>
    /// <returns>Whether there is more to do; false also while the history is held.</returns>
    public bool Sweep(int changesMax)
    {
        var floor = keyspace.Floor;
        if (_next > floor || Volatile.Read(ref _holds) > 0) return false;
        Volatile.Write(ref _cutBefore, floor);
        for (; _next < floor; _next++)
        {
            if (changesMax <= 0) return true;
            var changes = keyspace.Log[_next];
            changesMax -= changes.Count;
            Cut(changes, _next + 1);
            for (var i = 0; i < changes.Count; i++)
                if (Settle(changes[i])) changesMax -= SettlingWeight;
            keyspace.Log.Drop(_next);
        }
        Cut(keyspace.Log[floor], floor);
        return false;
    }

    /// <summary>Lets go of what a revision superseded, as far as it is from before the other revision.</summary>
    private static void Cut(RevisionChanges changes, long before)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].Older is { } older && older.ModRevision < before) changes[i].Older = null;
        }
    }

    /// <summary>
    /// Takes a key out of the tree when a tombstone below the floor is all there is of it, and gives a value that stays bytes of its own.
    /// Nothing older is left of either.
    /// </summary>
    /// <returns>Whether anything was to be done.</returns>
    private bool Settle(KeyVersion version)
    {
        if (version.IsSuperseded || !(version.IsTombstone || version.IsInSlab)) return false;
        if (!ReferenceEquals(keyspace.Tree.Seek(version.KeySpan), version)) return false;
        if (version.IsTombstone) keyspace.Tree.Remove();
        else keyspace.Tree.Replace(version.OutOfSlab());
        return HasSettled = true;
    }

    private sealed class Held(Sweeper sweeper) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0) Interlocked.Decrement(ref sweeper._holds);
        }
    }
}
