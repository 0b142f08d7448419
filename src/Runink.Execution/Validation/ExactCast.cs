using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Execution.Validation;

/// <summary>
/// SQL that reads a typed value as another type, and yields null when that type has no such value. The engine's own casts round:
/// 12.7 becomes 13 as an integer, 0.125 becomes 0.13 with two digits.
/// </summary>
internal static class ExactCast
{
    private static readonly string[] Timestamps = ["TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"];

    /// <summary>The value of <paramref name="value"/> as <paramref name="type"/>; null when values of the one are never values of the other.</summary>
    /// <param name="value">An SQL expression.</param>
    /// <param name="engineType">Its type, as the engine calls it.</param>
    /// <param name="type">The wanted type.</param>
    /// <param name="timeZone">Zone of timestamps in texts that carry none.</param>
    public static string? Of(string value, string engineType, ColumnType type, string timeZone)
    {
        var from = ColumnTypeParser.FromEngine(engineType);
        if (from == type) return value;
        if (engineType == "\"NULL\"") return $"NULL::{DuckDbType.Of(type)}";
        if (from == ColumnType.Text) return CastSql.FromText(value, type, format: null, timeZone);
        return AreKin(from, type) ? ThereAndBack(value, engineType, type) : null;
    }

    /// <summary>The value of <paramref name="value"/> as <paramref name="type"/>, whatever it is: a column that drifted, and is to be read all the same.</summary>
    /// <param name="value">An SQL expression.</param>
    /// <param name="engineType">Its type, as the engine calls it.</param>
    /// <param name="type">The wanted type.</param>
    /// <param name="rule">How texts of the column are written, or null.</param>
    /// <param name="timeZone">Zone of timestamps in texts that carry none, if the rule gives no other.</param>
    public static string OfAny(string value, string engineType, ColumnType type, RecordRule? rule, string timeZone)
    {
        if (type.Kind == TypeKind.Text) return $"CAST({value} AS VARCHAR)";
        return ColumnTypeParser.FromEngine(engineType) == ColumnType.Text
            ? CastSql.FromText(value, type, rule?.Argument, rule?.TimeZone ?? timeZone)
            : ThereAndBack(value, engineType, type);
    }

    // What comes back as it was has lost nothing.
    private static string ThereAndBack(string value, string engineType, ColumnType type)
    {
        var there = $"TRY_CAST({value} AS {DuckDbType.Of(type)})";
        return $"CASE WHEN TRY_CAST({there} AS {engineType}) IS NOT DISTINCT FROM {value} THEN {there} END";
    }

    private static bool AreKin(ColumnType from, ColumnType to) =>
        (from.IsNumeric && to.IsNumeric)
        || (to.Kind == TypeKind.Timestamp && Timestamps.Contains(from.EngineName, StringComparer.Ordinal))
        || (to.Kind == TypeKind.Time && from.EngineName == "TIME_NS");
}
