using System.Text.Json.Nodes;
using Runink.Pipelines.Types;

namespace Runink.Cli.Steps;

/// <summary>Made-up records of some columns: two with values, and one with nothing but NULL, which steps tend to forget.</summary>
internal static class SampleRecords
{
    /// <summary>The records, a JSON object on each line; always the same.</summary>
    public static string Of(IReadOnlyList<Column> columns) =>
        string.Concat(Enumerable.Range(0, 3).Select(row => Record(columns, row).ToJsonString() + "\n"));

    private static JsonObject Record(IReadOnlyList<Column> columns, int row) =>
        new(columns.Select(column => KeyValuePair.Create(column.Name, row == 2 ? null : Value(column.Type, row))));

    private static JsonNode? Value(ColumnType type, int row) => type.Kind switch
    {
        TypeKind.Text => row == 0 ? "alpha" : "beta",
        TypeKind.Boolean => row == 0,
        >= TypeKind.Int8 and <= TypeKind.UInt64 => row == 0 ? 1 : 100,
        TypeKind.Float32 or TypeKind.Float64 => row == 0 ? 1.5 : 99.25,
        TypeKind.Decimal => Decimal(type, row),
        TypeKind.Date => row == 0 ? "2026-01-31" : "2026-12-01",
        TypeKind.Time => row == 0 ? "08:30:00" : "23:59:59",
        TypeKind.Timestamp => row == 0 ? "2026-01-31T08:30:00" : "2026-12-01T23:59:59",
        TypeKind.TimestampTz => row == 0 ? "2026-01-31T08:30:00Z" : "2026-12-01T23:59:59Z",
        // Other types have no value that always fits.
        _ => null,
    };

    private static JsonNode Decimal(ColumnType type, int row) =>
        type.Precision - type.Scale >= 2 ? row == 0 ? 10 : 99 : row == 0 ? 0 : 0.5m;
}
