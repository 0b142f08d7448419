using System.Buffers;
using System.Globalization;

namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>Durations as etcd's flags have them: numbers with units, <c>1h30m</c>, <c>1.5s</c>, <c>100ms</c>. Never negative.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Milliseconds)[] Units =
        [("ms", 1), ("us", 1e-3), ("µs", 1e-3), ("ns", 1e-6), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)];

    /// <summary>Whether the text is a duration, of ten years at most.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text.Length == 0) return false;
        var total = 0d;
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
                return false;
            rest = rest[digits..];
            var length = 0;
            foreach (var (unit, milliseconds) in Units)
            {
                if (!rest.StartsWith(unit, StringComparison.Ordinal)) continue;
                (length, total) = (unit.Length, total + amount * milliseconds);
                break;
            }

            if (length == 0 || total > TimeSpan.FromDays(3650).TotalMilliseconds) return false;
            rest = rest[length..];
        }

        duration = TimeSpan.FromMilliseconds(total);
        return true;
    }
}
