using Runink.Data.Sql;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>DuckDB's names of the plan's types. Thread-safe.</summary>
public static class DuckDbType
{
    /// <summary>The type's name in SQL; <see cref="ColumnTypeParser.FromEngine"/> reads it back.</summary>
    public static string Of(ColumnType type) => type.Kind switch
    {
        TypeKind.Text => "VARCHAR",
        TypeKind.Boolean => "BOOLEAN",
        TypeKind.Int8 => "TINYINT",
        TypeKind.Int16 => "SMALLINT",
        TypeKind.Int32 => "INTEGER",
        TypeKind.Int64 => "BIGINT",
        TypeKind.Int128 => "HUGEINT",
        TypeKind.UInt8 => "UTINYINT",
        TypeKind.UInt16 => "USMALLINT",
        TypeKind.UInt32 => "UINTEGER",
        TypeKind.UInt64 => "UBIGINT",
        TypeKind.Float32 => "FLOAT",
        TypeKind.Float64 => "DOUBLE",
        TypeKind.Decimal => $"DECIMAL({type.Precision},{type.Scale})",
        TypeKind.Date => "DATE",
        TypeKind.Time => "TIME",
        TypeKind.Timestamp => "TIMESTAMP",
        TypeKind.TimestampTz => "TIMESTAMPTZ",
        TypeKind.Binary => "BLOB",
        TypeKind.List => $"{Of(type.Element!)}[]",
        TypeKind.Struct => $"STRUCT({string.Join(", ", type.Fields.Select(Field))})",
        _ => type.EngineName ?? "VARCHAR",
    };

    private static string Field(StructField field) => $"{SqlText.Identifier(field.Name)} {Of(field.Type)}";
}
