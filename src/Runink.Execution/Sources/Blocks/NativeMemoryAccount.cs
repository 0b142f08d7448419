namespace Runink.Execution.Sources.Blocks;

/// <summary>Counts the unmanaged bytes that the readers of one source hold. Thread-safe.</summary>
internal sealed class NativeMemoryAccount
{
    private long _current;
    private long _peak;

    public long Current => Interlocked.Read(ref _current);

    public long Peak => Interlocked.Read(ref _peak);

    public void Add(long bytes)
    {
        long now = Interlocked.Add(ref _current, bytes);
        long peak = Peak;
        while (now > peak)
        {
            long seen = Interlocked.CompareExchange(ref _peak, now, peak);
            if (seen == peak) return;
            peak = seen;
        }
    }
}
