namespace Runink.Barn;

/// <summary>How many bytes may be held at a time, by one and, where they share it, by several together. Thread-safe.</summary>
/// <param name="most">Bytes at most; what is larger by itself is taken while nothing else is held.</param>
/// <param name="shared">The budget of which this is a part, or null.</param>
internal sealed class ByteBudget(long most, ByteBudget? shared = null)
{
    private long _held;

    /// <summary>Bytes that are held.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>Takes bytes if there is room for them.</summary>
    public bool TryTake(long bytes)
    {
        if (!TryTakeHere(bytes)) return false;
        if (shared is null || shared.TryTakeHere(bytes)) return true;
        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    /// <summary>Takes bytes whether there is room or not.</summary>
    public void Take(long bytes)
    {
        Interlocked.Add(ref _held, bytes);
        shared?.Take(bytes);
    }

    /// <summary>Gives bytes back.</summary>
    public void Give(long bytes) => Take(-bytes);

    private bool TryTakeHere(long bytes)
    {
        var held = Interlocked.Add(ref _held, bytes);
        if (held <= most || held == bytes) return true;
        Interlocked.Add(ref _held, -bytes);
        return false;
    }
}
