namespace Runink.Raft.Tests;

/// <summary>A number, or a span of time in nanoseconds: <c>10ms</c>.</summary>
internal static class Duration
{
    public static long Parse(string text)
    {
        (string Unit, long Factor)[] units = [("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000)];
        foreach (var (unit, factor) in units)
            if (text.EndsWith(unit, StringComparison.Ordinal)) return long.Parse(text[..^unit.Length]) * factor;
        return long.Parse(text);
    }
}
