using System.Text;
using System.Text.RegularExpressions;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>
/// A pattern of Java's DateTimeFormatter, as ODCS uses them, translated. The translation is refused rather than approximated.
/// </summary>
/// <param name="Written">The pattern.</param>
/// <param name="Strptime">
/// The engine's format, or null when the pattern is a form of ISO 8601, which the engine reads without one.
/// </param>
/// <param name="DotNet">The same for bounds, or null when .NET cannot parse it.</param>
/// <param name="HasZone">Whether texts carry a zone or an offset.</param>
internal sealed partial record TemporalFormat(string Written, string? Strptime, string? DotNet, bool HasZone)
{
    /// <summary>Reads a pattern for a date, timestamp or time.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="type">What it is to yield.</param>
    /// <param name="error">Why it cannot be used, as a phrase.</param>
    /// <returns>The format, or null.</returns>
    public static TemporalFormat? Parse(string pattern, LogicalType type, out string? error)
    {
        var (strptime, dotNet, letters) = (new StringBuilder(), new StringBuilder(), new HashSet<char>());
        var known = true;
        error = null;
        for (var i = 0; i < pattern.Length;)
        {
            var start = i;
            if (Literal(pattern, ref i, out error) is { } literal)
            {
                strptime.Append(literal.Replace("%", "%%", StringComparison.Ordinal));
                foreach (var sign in literal) dotNet.Append('\\').Append(sign);
                continue;
            }

            if (error is not null) return null;
            while (i < pattern.Length && pattern[i] == pattern[start]) i++;
            if (TemporalField.Find(pattern[start], i - start, out error) is not { } field) return null;
            letters.Add(field.Unit);
            strptime.Append(field.Strptime);
            dotNet.Append(field.DotNet);
            known &= field.DotNet is not null;
        }

        error = Lacks(type, letters);
        if (error is not null) return null;
        var iso = Iso(type).IsMatch(strptime.ToString());
        var hasZone = letters.Contains('z') || (iso && pattern.EndsWith("'Z'", StringComparison.Ordinal));
        var forBounds = known && !hasZone ? dotNet.ToString() : null;
        return new TemporalFormat(pattern, iso ? null : strptime.ToString(), forBounds, hasZone);
    }

    /// <summary>
    /// Text between quotes, a doubled quote, or a sign that is no pattern letter; null when a letter stands there.
    /// </summary>
    private static string? Literal(string pattern, ref int i, out string? error)
    {
        error = null;
        var sign = pattern[i];
        if (sign == '\'')
        {
            if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
            {
                i += 2;
                return "'";
            }

            var close = pattern.IndexOf('\'', i + 1);
            if (close < 0) error = "a quote is not closed";
            else (sign, i, pattern) = ('\0', close + 1, pattern[(i + 1)..close]);
            return error is null ? pattern : null;
        }

        // ODCS itself writes yyyy-MM-ddTHH:mm:ss without quotes.
        if (!char.IsAsciiLetter(sign) || sign == 'T')
        {
            if (sign is '[' or ']' or '{' or '}' or '#') error = $"'{sign}' (optional and reserved parts) is not supported";
            else i++;
            return error is null ? sign.ToString() : null;
        }

        return null;
    }

    private static string? Lacks(LogicalType type, HashSet<char> letters)
    {
        var hasDate = letters.Contains('y') && ((letters.Contains('M') && letters.Contains('d')) || letters.Contains('D'));
        var hasTime = letters.Overlaps("Hh");
        if (letters.Contains('h') != letters.Contains('a')) return "the 12-hour clock needs both 'hh' and 'a'";
        if (type != LogicalType.Time && !hasDate) return "year, month and day do not all appear in it";
        if (type == LogicalType.Time && !hasTime) return "the hour does not appear in it";
        return null;
    }

    private static Regex Iso(LogicalType type) => type switch
    {
        LogicalType.Date => IsoDate(),
        LogicalType.Time => IsoTime(),
        _ => IsoTimestamp(),
    };

    [GeneratedRegex(@"\A%Y-%m-%d\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"\A%H:%M(:%S(\.%[fgn])?)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsoTime();

    [GeneratedRegex(@"\A%Y-%m-%d[T ]%H:%M(:%S(\.%[fgn])?)?( ?%z|Z)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsoTimestamp();
}
