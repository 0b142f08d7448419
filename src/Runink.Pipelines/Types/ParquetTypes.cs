using System.Text.RegularExpressions;

namespace Runink.Pipelines.Types;

/// <summary>
/// What Parquet keeps of the types of columns. The engine writes those that the format lacks as something near: whole numbers of 128 bits as binary floating point,
/// intervals without their microseconds. Thread-safe.
/// </summary>
public static partial class ParquetTypes
{
    private static readonly ColumnType WholeNumber = ColumnType.DecimalOf(38, 0);

    /// <summary>The type that a column is written with, so that its values are the same when they are read: its own, where Parquet has it.</summary>
    public static ColumnType InParquet(this ColumnType type) => type.Kind switch
    {
        TypeKind.Int128 => WholeNumber,
        TypeKind.List => ColumnType.ListOf(type.Element!.InParquet()),
        TypeKind.Struct => ColumnType.StructOf([.. type.Fields.Select(field => field with { Type = field.Type.InParquet() })]),
        TypeKind.Other when type.EngineName is { } name => InParquet(name),
        _ => type,
    };

    // A union has no type of its own there.
    private static ColumnType InParquet(string engineName) => engineName.Contains("UNION(", StringComparison.Ordinal)
        ? ColumnType.Text
        : ColumnTypeParser.FromEngine(Lacking().Replace(engineName, match => match.Groups["nothing"].Success ? "INTEGER" : InPlaceOf(match.Value)));

    private static string InPlaceOf(string part) => part switch
    {
        ['"' or '\'', ..] => part,
        ['[', ..] => "[]",
        "HUGEINT" or "UHUGEINT" => "DECIMAL(38,0)",
        "TIMESTAMP_S" or "TIMESTAMP_MS" => "TIMESTAMP",
        _ => "VARCHAR",
    };

    // What is all NULL has no type, for which Parquet has one anyway. Names and labels between quotes are passed over.
    [GeneratedRegex("""
        (?<nothing>"NULL"(?=[,)\[]|$))
        | ENUM\((?:'(?:[^']|'')*'|[^')])*\) | "(?:[^"]|"")*" | '(?:[^']|'')*' | \[[0-9]+\]
        | \bU?HUGEINT\b | \bTIMESTAMP_M?S\b | \bTIME\ WITH\ TIME\ ZONE\b | \b(?:INTERVAL|BIT|BIGNUM)\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Lacking();
}
