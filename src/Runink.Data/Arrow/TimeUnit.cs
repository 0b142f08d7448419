namespace Runink.Data.Arrow;

/// <summary>What one step of a time, timestamp or duration is; numbered as in the format.</summary>
public enum TimeUnit
{
    /// <summary>A second.</summary>
    Second = 0,
    /// <summary>A thousandth of a second.</summary>
    Millisecond = 1,
    /// <summary>A millionth of a second.</summary>
    Microsecond = 2,
    /// <summary>A thousand-millionth of a second.</summary>
    Nanosecond = 3,
}
