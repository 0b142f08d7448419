namespace Runink.Execution.Validation;

/// <summary>SQL conditions for the named string formats of ODCS, each true when the text does not have the format.</summary>
internal static class FormatSql
{
    private const string Octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    /// <summary>What each format demands, as an RE2 pattern over the whole text (RFC 5321, 9562, 3986, 1123, 791, 4291, 3339).</summary>
    private static readonly Dictionary<string, string> Patterns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["email"] = $"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{Label}(\\.{Label})+",
        ["uuid"] = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
        ["uri"] = "[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"{}|\\\\^`]+",
        ["hostname"] = $"{Label}(\\.{Label})*",
        ["ipv4"] = $"{Octet}(\\.{Octet}){{3}}",
        ["password"] = ".*",
        ["byte"] = "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
        ["binary"] = "(?s).*",
        ["date"] = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
        ["time"] = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?",
        ["date-time"] = "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})",
    };

    /// <summary>The condition under which <paramref name="text"/> lacks the format.</summary>
    public static string Broken(string text, string format) => format.ToLowerInvariant() switch
    {
        "ipv6" => $"({text} IS NOT NULL AND NOT ({Ipv6(text)}))",
        // Which days a month has, no pattern says.
        "date" or "date-time" => $"({text} IS NOT NULL AND ({NoMatch(text, format)} OR TRY_CAST(left({text}, 10) AS DATE) IS NULL))",
        _ when Patterns.ContainsKey(format) => $"({NoMatch(text, format)})",
        _ => throw new InvalidOperationException($"no SQL for format '{format}'"),
    };

    private static string NoMatch(string text, string format) =>
        $"NOT regexp_full_match({text}, '{Patterns[format].Replace("'", "''", StringComparison.Ordinal)}')";

    // RFC 4291: eight groups, or fewer with one "::"; the last two groups may be an IPv4 address.
    private static string Ipv6(string text)
    {
        var groups = $"regexp_replace({text}, ':{Octet}(\\.{Octet}){{3}}$', ':0:0')";
        return $"regexp_full_match({groups}, '([0-9A-Fa-f]{{1,4}}:){{7}}[0-9A-Fa-f]{{1,4}}') OR "
            + $"(regexp_full_match({groups}, '(([0-9A-Fa-f]{{1,4}}:)*[0-9A-Fa-f]{{1,4}})?::(([0-9A-Fa-f]{{1,4}}:)*[0-9A-Fa-f]{{1,4}})?') "
            + $"AND length({groups}) - length(replace({groups}, ':', '')) <= 7)";
    }
}
