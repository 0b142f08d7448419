namespace Runink.Data.Arrow.Rows;

/// <summary>Days since 1970. Those outside of the years 1 to 9999, infinity among them, have no value in .NET.</summary>
internal readonly struct DateStorage : IValueStorage<DateOnly, int>
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public bool IsTotal => false;

    public bool TryLoad(int stored, out DateOnly value)
    {
        var day = (long)stored + Epoch;
        var fits = day >= 0 && day <= DateOnly.MaxValue.DayNumber;
        value = fits ? DateOnly.FromDayNumber((int)day) : default;
        return fits;
    }

    public bool TryStore(DateOnly value, out int stored)
    {
        stored = value.DayNumber - Epoch;
        return true;
    }
}
