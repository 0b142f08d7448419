namespace Runink.Barn;

/// <summary>A watch of a stream, with what the API adds to it. Of its session only.</summary>
/// <param name="watcher">The watch.</param>
/// <param name="caller">On whose behalf.</param>
/// <param name="wantsProgress">Whether the client wants to hear from time to time how far it is.</param>
/// <param name="canFragment">Whether the client can put large answers together.</param>
internal sealed class WatchEntry(Watcher watcher, Caller caller, bool wantsProgress, bool canFragment)
{
    /// <summary>About the bytes that a watch takes beside its range.</summary>
    public const int Overhead = 512;

    private KvAuth? _checked;

    /// <summary>About the bytes that it takes.</summary>
    public required long Bytes { get; init; }

    public Watcher Watcher => watcher;

    public bool WantsProgress => wantsProgress;

    public bool CanFragment => canFragment;

    /// <summary>Whether the client was sent anything about this watch since the last progress notice was due.</summary>
    public bool HeardSince { get; set; }

    /// <summary>
    /// Whether the caller may (still) see what is watched. Roles may change while the watch goes on, so it is asked again whenever
    /// users or roles did.
    /// </summary>
    public KvError? Check(KvAuth auth)
    {
        if (ReferenceEquals(auth, _checked)) return null;
        var revision = caller.User is null ? 0 : auth.Revision;
        var error = auth.CheckRead(caller.User, revision, watcher.Key.Span, watcher.RangeEnd.Span);
        if (error is null) _checked = auth;
        return error;
    }
}
