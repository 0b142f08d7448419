using Runink.Data.Sql;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Execution.Validation;

/// <summary>
/// SQL that reads text as a type and yields null when the text is not exactly a value of it. The engine's own casts are more
/// generous than a contract may be: they round 12.7 to an integer, accept 1_000 and 0x1F, and drop a time zone.
/// </summary>
internal static class CastSql
{
    // Behind its first colon a time without a zone has digits, colons, a point and blanks; every zone has a letter or a sign.
    private const string WithZone = "(?s):.*[A-Za-z+-]";

    /// <summary>The typed value of <paramref name="text"/>, an SQL expression of type VARCHAR.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="type">The wanted type.</param>
    /// <param name="format">A strptime format for dates and times, or null for ISO 8601.</param>
    /// <param name="timeZone">Zone of timestamps that carry none.</param>
    public static string FromText(string text, ColumnType type, string? format, string timeZone)
    {
        if (type.Kind == TypeKind.Text) return text;
        var cast = $"TRY_CAST({text} AS {DuckDbType.Of(type)})";
        if (format is not null) return WithFormat(text, type, format, timeZone);
        return type.Kind switch
        {
            >= TypeKind.Int8 and <= TypeKind.UInt64 => Canonical(text, cast, @"\s*[+-]?[0-9]+\s*"),
            TypeKind.Float32 or TypeKind.Float64 => $"CASE WHEN isfinite({cast}) AND NOT contains({text}, '_') THEN {cast} END",
            TypeKind.Decimal => $@"CASE WHEN regexp_full_match({text}, '\s*[+-]?[0-9]*(\.[0-9]{{0,{type.Scale}}}0*)?\s*') THEN {cast} END",
            // The engine has words for dates without an end, and years before the first, which it prints as they are written.
            TypeKind.Date => $"CASE WHEN length({text}) = 10 AND {cast}::VARCHAR = {text} THEN {cast} END",
            TypeKind.Timestamp => Finite(ZonedTimestamp(text, timeZone, local: true), text),
            TypeKind.TimestampTz => Finite(ZonedTimestamp(text, timeZone, local: false), text),
            TypeKind.List or TypeKind.Struct => NestedSql.FromJson(text, type, timeZone),
            _ => cast,
        };
    }

    /// <summary>The rule that says how a column's texts are written, or null.</summary>
    public static RecordRule? TypeRuleOf(IEnumerable<RecordRule> rules, string field) =>
        rules.FirstOrDefault(rule => rule.Kind == RuleKind.LogicalType
            && string.Equals(rule.Fields[0], field, StringComparison.OrdinalIgnoreCase));

    // Printing a value costs less than matching a pattern, and nearly all values are written the way they print.
    private static string Canonical(string text, string cast, string pattern) =>
        $"CASE WHEN {cast}::VARCHAR = {text} OR regexp_full_match({text}, '{pattern}') THEN {cast} END";

    private static string Finite(string value, string text) =>
        $"CASE WHEN lower(trim({text})) <> 'epoch' AND isfinite({value}) THEN {value} END";

    private static string ZonedTimestamp(string text, string timeZone, bool local)
    {
        if (string.Equals(timeZone, "UTC", StringComparison.Ordinal))
            return local ? $"(TRY_CAST({text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')" : $"TRY_CAST({text} AS TIMESTAMPTZ)";
        var zone = SqlText.Literal(timeZone);
        var hasZone = $"regexp_matches({text}, '{WithZone}')";
        return local
            ? $"CASE WHEN {hasZone} THEN TRY_CAST({text} AS TIMESTAMPTZ) AT TIME ZONE {zone} ELSE TRY_CAST({text} AS TIMESTAMP) END"
            : $"CASE WHEN {hasZone} THEN TRY_CAST({text} AS TIMESTAMPTZ) ELSE TRY_CAST({text} AS TIMESTAMP) AT TIME ZONE {zone} END";
    }

    private static string WithFormat(string text, ColumnType type, string format, string timeZone)
    {
        // A format with a zone yields an instant by itself; the engine's %z knows offsets, but not the letter Z.
        var zoned = format.Replace("%%", "", StringComparison.Ordinal).Contains("%z", StringComparison.OrdinalIgnoreCase);
        // Its words for moments without digits pass every format.
        var parsed = $"CASE WHEN regexp_matches({text}, '[0-9]') THEN try_strptime({(zoned ? $"regexp_replace({text}, '[Zz]$', '+00')" : text)}, {SqlText.Literal(format)}) END";
        return type.Kind switch
        {
            TypeKind.TimestampTz when zoned => parsed,
            TypeKind.TimestampTz => $"({parsed} AT TIME ZONE {SqlText.Literal(timeZone)})",
            TypeKind.Timestamp => parsed,
            _ => $"CAST({parsed} AS {DuckDbType.Of(type)})",
        };
    }
}
