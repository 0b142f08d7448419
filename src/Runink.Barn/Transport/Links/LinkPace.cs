namespace Runink.Barn;

/// <summary>
/// Finds out whether the network is what limits a stream: if nine tenths of a second are spent waiting for writes and
/// still little gets through. A machine short of CPU also makes writes wait, but not for so few bytes. Not thread-safe.
/// </summary>
internal sealed class LinkPace
{
    /// <summary>Above this a link counts as fast, whatever it waits for: deflating would hardly be faster itself.</summary>
    public const int FastBytesPerSecond = 16 << 20;

    /// <summary>Frames that leave plain after one that deflating did not help.</summary>
    public const int PlainAfterVain = 64;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private TimeSpan _elapsed;
    private TimeSpan _waited;
    private long _bytes;
    private int _plainFrames;
    private bool _isLimited;

    /// <summary>Whether the next frame should be deflated. Asked once for each.</summary>
    public bool ShouldDeflate()
    {
        if (_plainFrames == 0) return _isLimited;
        _plainFrames--;
        return false;
    }

    /// <summary>Deflating a frame did not make it smaller by much.</summary>
    public void DeflatedInVain() => _plainFrames = PlainAfterVain;

    /// <summary>A write has ended.</summary>
    /// <param name="elapsed">Time since the one before had ended.</param>
    /// <param name="waited">How much of it the write has taken.</param>
    /// <param name="bytes">What was written.</param>
    public void Written(TimeSpan elapsed, TimeSpan waited, int bytes)
    {
        (_elapsed, _waited, _bytes) = (_elapsed + elapsed, _waited + waited, _bytes + bytes);
        if (_elapsed < Window) return;
        var isWaiting = _waited >= _elapsed * (_isLimited ? 0.5 : 0.9);
        _isLimited = isWaiting && _bytes / _elapsed.TotalSeconds < FastBytesPerSecond;
        (_elapsed, _waited, _bytes) = (default, default, 0);
    }
}
