namespace Runink.Data.Arrow.Rows;

/// <summary>
/// The reading of some clock: microseconds since 1970. Those outside of the years 1 to 9999 have no value in .NET; what is finer is cut
/// off.
/// </summary>
internal readonly struct TimestampStorage : IValueStorage<DateTime, long>
{
    public bool IsTotal => false;

    public bool TryLoad(long stored, out DateTime value)
    {
        var fits = Instants.TryTicks(stored, out var ticks);
        value = fits ? new DateTime(ticks) : default;
        return fits;
    }

    public bool TryStore(DateTime value, out long stored)
    {
        stored = Instants.Micros(value.Ticks);
        return true;
    }
}
