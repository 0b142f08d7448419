namespace Runink.Data.Arrow.Rows;

/// <summary>Between microseconds since 1970 and ticks since the year 1.</summary>
internal static class Instants
{
    private static readonly long Epoch = DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long Latest = DateTime.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond;

    internal static bool TryTicks(long micros, out long ticks)
    {
        var fits = micros >= -Epoch && micros <= Latest - Epoch;
        ticks = fits ? (micros + Epoch) * TimeSpan.TicksPerMicrosecond : 0;
        return fits;
    }

    internal static long Micros(long ticks) => ticks / TimeSpan.TicksPerMicrosecond - Epoch;
}
