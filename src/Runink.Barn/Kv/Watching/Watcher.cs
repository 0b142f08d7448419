namespace Runink.Barn;

/// <summary>
/// One watch of a stream. Where it stands is guarded by the lock of its hub; nothing is buffered for it, since the log of
/// revisions holds all it has yet to see.
/// </summary>
public sealed class Watcher
{
    internal Watcher(WatchStream stream, long id, WatchRequest request)
    {
        Stream = stream;
        Id = id;
        Key = request.Key.ToArray();
        RangeEnd = request.RangeEnd.ToArray();
        PrevKv = request.PrevKv;
        NoPut = request.NoPut;
        NoDelete = request.NoDelete;
    }

    /// <summary>The id within its stream.</summary>
    public long Id { get; }

    /// <summary>The key, or the first of the range.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>The end of the range, as it was given.</summary>
    public ReadOnlyMemory<byte> RangeEnd { get; }

    internal WatchStream Stream { get; }

    internal bool PrevKv { get; }

    internal bool NoPut { get; }

    internal bool NoDelete { get; }

    /// <summary>
    /// The first revision that it was not handed, as far as the hub had to keep count: see <see cref="Pending"/>.
    /// </summary>
    internal long Next { get; set; }

    /// <summary>
    /// Whether it has something to pull from <see cref="Next"/> on. When not, it was handed everything up to the last view that
    /// the hub saw, whatever <see cref="Next"/> says.
    /// </summary>
    internal bool Pending { get; set; }

    /// <summary>Whether somebody is pulling from <see cref="Next"/> on.</summary>
    internal bool Pulling { get; set; }

    /// <summary>More than 0 when it was to begin below a compaction: that compaction.</summary>
    internal long CompactedAt { get; set; }

    /// <summary>Whether its stream is told of it, and it waits to be taken.</summary>
    internal bool Queued { get; set; }

    /// <summary>Whether it is registered.</summary>
    internal bool Live { get; set; }

    internal bool Wants(KeyVersion version) =>
        !(version.IsTombstone ? NoDelete : NoPut) && new KeySpan(Key.Span, RangeEnd.Span).Contains(version.KeySpan);
}
