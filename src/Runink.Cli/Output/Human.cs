namespace Runink.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Human
{
    /// <summary><c>1,000,000</c>.</summary>
    public static string Count(long value) => value.ToString("N0");

    /// <summary><c>512 B</c>, <c>1.5 MiB</c>.</summary>
    public static string Bytes(long value)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var (amount, unit) = ((double)value, 0);
        for (; amount >= 1024 && unit < units.Length - 1; unit++) amount /= 1024;
        return unit == 0 ? $"{value} B" : $"{amount.ToString(amount < 10 ? "0.0" : "0")} {units[unit]}";
    }

    /// <summary><c>340 ms</c>, <c>4.2 s</c>, <c>3 m 07 s</c>, <c>2 h 05 m</c>.</summary>
    public static string Duration(TimeSpan value) => value switch
    {
        { TotalSeconds: < 1 } => $"{value.TotalMilliseconds:0} ms",
        { TotalMinutes: < 1 } => $"{value.TotalSeconds:0.0} s",
        { TotalHours: < 1 } => $"{(int)value.TotalMinutes} m {value.Seconds:00} s",
        _ => $"{(int)value.TotalHours} h {value.Minutes:00} m",
    };

    /// <summary><c>1 record</c>, <c>2 records</c>.</summary>
    public static string Plural(long count, string one) => $"{Count(count)} {one}{(count == 1 ? "" : "s")}";
}
