namespace Runink.Data.Arrow.Rows;

/// <summary>Microseconds since midnight; midnight at the end of a day has no value in .NET.</summary>
internal readonly struct TimeStorage : IValueStorage<TimeOnly, long>
{
    public bool IsTotal => false;

    public bool TryLoad(long stored, out TimeOnly value)
    {
        var fits = stored is >= 0 and < TimeSpan.MicrosecondsPerDay;
        value = fits ? new TimeOnly(stored * TimeSpan.TicksPerMicrosecond) : default;
        return fits;
    }

    public bool TryStore(TimeOnly value, out long stored)
    {
        stored = value.Ticks / TimeSpan.TicksPerMicrosecond;
        return true;
    }
}
