using System.Runtime;

namespace Runink.Barn;

/// <summary>
/// Keeps garbage from being collected while a large state is read at the start of the process. All that is read stays, so the many
/// collections that it gives rise to find nothing, and take half of the time. There is one at the end: else the first one under load
/// would have to go through everything. Not for a process that serves; of two at the same time the second does nothing.
/// </summary>
internal sealed class FirstLoading : IDisposable
{
    private const long WorthBytes = 32 << 20;

    // A file grows by about this when it becomes objects: keys and values of some length by less, compressed and short ones by more.
    private const long Growth = 4;
    private const long MostBytes = 32L << 30;

    private readonly bool _isHeldBack;

    /// <summary>Begins it.</summary>
    /// <param name="fileBytes">Bytes of the file that is to be read.</param>
    public FirstLoading(long fileBytes)
    {
        if (fileBytes < WorthBytes || GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) return;
        var most = Math.Min(MostBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        try
        {
            _isHeldBack = GC.TryStartNoGCRegion(Math.Min(most, fileBytes * Growth));
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidOperationException)
        {
            // The runtime does not allow so much, or is at it already: it collects as ever.
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (!_isHeldBack) return;
        try
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // The state was larger than expected, and it ended by itself.
        }

        GC.Collect();
    }
}
