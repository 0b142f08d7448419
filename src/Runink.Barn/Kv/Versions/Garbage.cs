namespace Runink.Barn;

/// <summary>
/// Adds up what compaction makes garbage, so that the hash and the size of what is visible are known at once and are the same on
/// every replica, however far its sweep has come.
/// </summary>
/// <remarks>
/// A version is garbage when it was superseded at or before the floor, and a tombstone when it lies below it; what changed at the
/// floor itself stays, because a watch may begin there. So the garbage of a floor is the sum over the revisions before it of what
/// they make garbage once passed, and of what the one at the floor supersedes. The sums up to each chunk of the log are kept with
/// it, so a floor moves in the time of one chunk.
/// </remarks>
internal sealed class Garbage
{
    private Tally _beforeFloor;
    private Tally _supersededAtFloor;

    /// <summary>What all revisions make garbage once the floor has passed them.</summary>
    public Tally Passed { get; private set; }

    /// <summary>What is garbage now.</summary>
    public Tally AtFloor => _beforeFloor + _supersededAtFloor;

    /// <summary>Counts a revision that was appended to the log.</summary>
    public void Pass(RevisionChanges changes, long revision) =>
        Passed = Passed + SupersededBy(changes, revision) + EphemeralIn(changes, revision);

    /// <summary>Moves the floor up.</summary>
    public void MoveFloor(RevisionLog log, long from, long to)
    {
        var (next, before) = log.ChunkOf(to);
        if (next <= from)
        {
            before = _beforeFloor + _supersededAtFloor + EphemeralIn(log[from], from);
            next = from + 1;
        }
        for (; next < to; next++) before = before + SupersededBy(log[next], next) + EphemeralIn(log[next], next);
        _beforeFloor = before;
        _supersededAtFloor = SupersededBy(log[to], to);
    }

    /// <summary>What became garbage when the floor reached the revision: the older values it replaced.</summary>
    private static Tally SupersededBy(RevisionChanges changes, long revision)
    {
        var sum = default(Tally);
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].Older is { IsTombstone: false } older && older.ModRevision < revision) sum += Tally.Of(older);
        }
        return sum;
    }

    /// <summary>
    /// What becomes garbage when the floor passes the revision: its tombstones, and values that it replaced itself.
    /// </summary>
    private static Tally EphemeralIn(RevisionChanges changes, long revision)
    {
        var sum = default(Tally);
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].IsTombstone) sum += Tally.Of(changes[i]);
            if (changes[i].Older is { IsTombstone: false } older && older.ModRevision == revision) sum += Tally.Of(older);
        }
        return sum;
    }
}
