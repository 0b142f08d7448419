using System.Globalization;

namespace Runink.Isolation.Cgroups;

/// <summary>Reads what stands in the files of control groups.</summary>
internal static class CgroupText
{
    private const string TotalKey = "total=";

    /// <summary>The number after a key, in a text of lines <c>key number</c>; null when the key is not there.</summary>
    public static long? Value(string text, string key)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Split(' ') is [var name, var number] && name == key) return Number(number);
        }

        return null;
    }

    /// <summary>A file's only number; null for <c>max</c> and for anything else that is none.</summary>
    public static long? Number(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>How long some task waited, from a pressure file; null when the kernel does not count it.</summary>
    public static TimeSpan? Pressure(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith("some ", StringComparison.Ordinal)) continue;
            var total = line.Split(' ').FirstOrDefault(field => field.StartsWith(TotalKey, StringComparison.Ordinal));
            return Microseconds(total is null ? null : Number(total[TotalKey.Length..]));
        }

        return null;
    }

    /// <summary>A number of microseconds as a time.</summary>
    public static TimeSpan? Microseconds(long? number) => number is { } n ? TimeSpan.FromMicroseconds(n) : null;

    /// <summary>A number of nanoseconds as a time.</summary>
    public static TimeSpan? Nanoseconds(long? number) =>
        number is { } n ? TimeSpan.FromTicks(n / TimeSpan.NanosecondsPerTick) : null;
}
