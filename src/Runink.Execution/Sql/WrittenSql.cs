using Runink.Data.Sql;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sql;

/// <summary>
/// SQL of a flow that is written in a format, and ends the stage at a value that the format has no form for. The engine would write it all the same: NaN as a word that
/// is not JSON, the NULL of a csv file of one column as a blank line, which is no record to whoever reads it.
/// </summary>
internal static class WrittenSql
{
    // A text in JSON. The words outside of texts are true, false and null, and those that are not JSON: NaN and Infinity.
    private const string JsonText = """
        '"([^"\\]|\\.)*"'
        """;

    /// <summary>The SELECT of the records that are written.</summary>
    /// <param name="format">The format: <c>csv</c>, <c>jsonl</c> or <c>parquet</c>.</param>
    /// <param name="relation">Where the records come from.</param>
    /// <param name="columns">Their columns.</param>
    /// <param name="owner">What is written, as messages call it.</param>
    /// <param name="where">A WHERE clause behind the relation, or nothing.</param>
    public static string Select(string format, string relation, IReadOnlyList<Column> columns, string owner, string where = "")
    {
        var names = FlowSql.Names(columns);
        var values = format == "parquet" ? string.Join(", ", columns.Select(InParquet)) : names;
        var refusals = string.Concat(Refusals(format, columns, owner));
        // A condition beside the other would be judged in an order that the engine chooses; it moves none below a volatile function.
        return refusals.Length == 0
            ? $"SELECT {values} FROM {relation}{where}"
            : $"SELECT {values} FROM (SELECT {names}, CASE {refusals}ELSE true END AS _runi_fits FROM {relation}{where}) WHERE _runi_fits";
    }

    private static string InParquet(Column column)
    {
        var (name, type) = (SqlText.Identifier(column.Name), column.Type.InParquet());
        return type == column.Type ? name : $"CAST({name} AS {DuckDbType.Of(type)}) AS {name}";
    }

    private static IEnumerable<string> Refusals(string format, IReadOnlyList<Column> columns, string owner) => format switch
    {
        "jsonl" => columns.Where(column => MayHoldFloats(column.Type))
            .Select(column => Refuse(NotJson(column), $"{owner}: \"{column.Name}\" is NaN or infinite in a record, and JSON has no such number")),
        "csv" when columns is [var only] =>
            [Refuse($"{SqlText.Identifier(only.Name)} IS NULL", $"{owner}: \"{only.Name}\" is null in a record, and a csv file of one column has no form for that")],
        "parquet" => columns.Where(column => MayBeTooLarge(column.Type))
            .Select(column => Refuse(TooLarge(column), $"{owner}: \"{column.Name}\" holds a number or time in a record that is too large for Parquet")),
        _ => [],
    };

    private static bool MayBeTooLarge(ColumnType type)
    {
        var name = DuckDbType.Of(type);
        return type != type.InParquet() && (name.Contains("HUGEINT", StringComparison.Ordinal) || name.Contains("TIMESTAMP_", StringComparison.Ordinal));
    }

    // There and back again: what is not there inside of a list or struct was too large.
    private static string TooLarge(Column column)
    {
        var name = SqlText.Identifier(column.Name);
        return $"TRY_CAST(TRY_CAST({name} AS {DuckDbType.Of(column.Type.InParquet())}) AS {DuckDbType.Of(column.Type)}) IS DISTINCT FROM {name}";
    }

    private static string Refuse(string condition, string message) =>
        $"WHEN {condition} THEN {RefuseFunction.FunctionName}({SqlText.Literal(message)}) ";

    private static string NotJson(Column column)
    {
        var name = SqlText.Identifier(column.Name);
        return column.Type.Kind is TypeKind.Float32 or TypeKind.Float64
            ? $"NOT isfinite({name})"
            : $"regexp_matches(regexp_replace(CAST(to_json({name}) AS VARCHAR), {JsonText}, '', 'g'), '[NI]')";
    }

    private static bool MayHoldFloats(ColumnType type) => type.Kind switch
    {
        TypeKind.Float32 or TypeKind.Float64 or TypeKind.Other => true,
        TypeKind.List => MayHoldFloats(type.Element!),
        TypeKind.Struct => type.Fields.Any(field => MayHoldFloats(field.Type)),
        _ => false,
    };
}
