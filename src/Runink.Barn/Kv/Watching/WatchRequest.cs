namespace Runink.Barn;

/// <summary>What to watch.</summary>
/// <param name="Key">The key, or the first of the range.</param>
/// <param name="RangeEnd">
/// Empty for the one key; a single zero byte for all from the key on; else the first key after the range.
/// </param>
public sealed record WatchRequest(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> RangeEnd = default)
{
    /// <summary>The id the client chose within its stream, or 0 to be given one.</summary>
    public long WatchId { get; init; }

    /// <summary>The first revision to hand out; zero or less for what comes next. One of the future is waited for.</summary>
    public long StartRevision { get; init; }

    /// <summary>Whether events carry what the key was before.</summary>
    public bool PrevKv { get; init; }

    /// <summary>Whether puts are left out.</summary>
    public bool NoPut { get; init; }

    /// <summary>Whether deletes are left out.</summary>
    public bool NoDelete { get; init; }
}
