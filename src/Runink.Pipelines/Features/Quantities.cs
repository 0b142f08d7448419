using System.Globalization;

namespace Runink.Pipelines.Features;

/// <summary>Reads sizes, durations and percentages as tags, steps and options write them. Pure and thread-safe.</summary>
public static class Quantities
{
    private const decimal MostMilliseconds = 10_000m * 86_400_000m;

    private static readonly (string Unit, decimal Bytes)[] Sizes =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40),
        ("k", 1e3m), ("K", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m),
    ];

    // Milliseconds before minutes and seconds: the longest unit that fits is the right one.
    private static readonly (string Unit, decimal Milliseconds)[] Times =
    [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ];

    /// <summary>
    /// Reads a size in bytes: a number with one of the units Ki, Mi, Gi, Ti (powers of 1024) or k, M, G, T (powers of 1000), or
    /// alone. <c>1.5Gi</c> is good, <c>-1Gi</c> and <c>1 Gi</c> are not.
    /// </summary>
    public static bool TryParseSize(string text, out long bytes)
    {
        bytes = 0;
        var unit = Array.Find(Sizes, size => text.EndsWith(size.Unit, StringComparison.Ordinal));
        var number = text[..^(unit.Unit?.Length ?? 0)];
        if (!TryParseNumber(number, out var value) || value > long.MaxValue) return false;
        var total = value * (unit.Unit is null ? 1 : unit.Bytes);
        if (total > long.MaxValue) return false;
        bytes = (long)total;
        return true;
    }

    /// <summary>
    /// Reads a duration: one or several numbers with the units d, h, m, s, ms, from the largest to the smallest, as in <c>20m</c>
    /// or <c>1h30m</c>. At most 10,000 days.
    /// </summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var (total, smallest) = (0m, decimal.MaxValue);
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
            var unit = Array.Find(Times, time => text.AsSpan(end).StartsWith(time.Unit, StringComparison.Ordinal));
            if (unit.Unit is null || unit.Milliseconds >= smallest) return false;
            if (!TryParseNumber(text[at..end], out var value) || value > MostMilliseconds) return false;
            total += value * unit.Milliseconds;
            smallest = unit.Milliseconds;
            at = end + unit.Unit.Length;
        }

        if (text.Length == 0 || total > MostMilliseconds) return false;
        duration = TimeSpan.FromTicks((long)(total * TimeSpan.TicksPerMillisecond));
        return true;
    }

    /// <summary>Reads a percentage from <c>0%</c> to <c>100%</c>.</summary>
    public static bool TryParsePercent(string text, out decimal percent)
    {
        percent = 0;
        return text.EndsWith('%') && TryParseNumber(text[..^1], out percent) && percent <= 100;
    }

    private static bool TryParseNumber(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}
