namespace Runink.Data.Arrow;

/// <summary>What an interval counts; numbered as in the format.</summary>
public enum IntervalUnit
{
    /// <summary>Months, in 4 bytes.</summary>
    YearMonth = 0,
    /// <summary>Days and milliseconds, 4 bytes each.</summary>
    DayTime = 1,
    /// <summary>Months and days of 4 bytes, nanoseconds of 8.</summary>
    MonthDayNano = 2,
}
