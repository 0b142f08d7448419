namespace Runink.Data.Arrow.Rows;

/// <summary>
/// An instant: microseconds since 1970 in UTC. Those outside of the years 1 to 9999 have no value in .NET; what is finer is cut off.
/// </summary>
internal readonly struct InstantStorage : IValueStorage<DateTimeOffset, long>
{
    public bool IsTotal => false;

    public bool TryLoad(long stored, out DateTimeOffset value)
    {
        var fits = Instants.TryTicks(stored, out var ticks);
        value = fits ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return fits;
    }

    public bool TryStore(DateTimeOffset value, out long stored)
    {
        stored = Instants.Micros(value.UtcTicks);
        return true;
    }
}
