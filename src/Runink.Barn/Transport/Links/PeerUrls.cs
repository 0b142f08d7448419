namespace Runink.Barn;

/// <summary>
/// Where a peer may be: what the membership says, and what the peer itself said last; tried in turn, the peer's own word first.
/// Thread-safe.
/// </summary>
internal sealed class PeerUrls
{
    private readonly Lock _gate = new();
    private IReadOnlyList<Uri> _known;
    private IReadOnlyList<Uri> _heard = [];
    private Uri[] _all = [];
    private int _current;

    /// <param name="known">What the membership says; at least one.</param>
    public PeerUrls(IReadOnlyList<Uri> known)
    {
        _known = known;
        Join();
    }

    /// <summary>The one to try.</summary>
    public Uri Current
    {
        get
        {
            lock (_gate) return _all[_current];
        }
    }

    /// <summary>All of them, the one to try first.</summary>
    public IReadOnlyList<Uri> All
    {
        get
        {
            lock (_gate) return [.. _all[_current..], .. _all[.._current]];
        }
    }

    public bool Contains(Uri url)
    {
        lock (_gate) return _all.Contains(url);
    }

    /// <summary>That one did not answer: another is next.</summary>
    public void Failed(Uri url)
    {
        lock (_gate)
            if (_all[_current] == url) _current = (_current + 1) % _all.Length;
    }

    /// <summary>The membership says so.</summary>
    /// <returns>Whether anything is new.</returns>
    public bool Set(IReadOnlyList<Uri> known)
    {
        lock (_gate)
        {
            if (_known.SequenceEqual(known)) return false;
            _known = known;
            // What was heard before is no newer than this.
            _heard = [];
            Join();
            return true;
        }
    }

    /// <summary>The peer says so.</summary>
    /// <returns>Whether anything is new.</returns>
    public bool Hear(IReadOnlyList<Uri> heard)
    {
        lock (_gate)
        {
            if (heard.Count == 0 || heard.All(_all.Contains)) return false;
            _heard = heard;
            Join();
            _current = 0;
            return true;
        }
    }

    private void Join()
    {
        var current = _all.Length == 0 ? null : _all[_current];
        _all = [.. _heard.Concat(_known).Distinct()];
        _current = Math.Max(0, Array.IndexOf(_all, current));
    }
}
