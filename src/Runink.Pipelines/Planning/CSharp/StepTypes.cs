using Microsoft.CodeAnalysis;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>Types of C# and the columns that they stand for.</summary>
internal static class StepTypes
{
    /// <summary>The most digits after the point that a decimal of .NET can have.</summary>
    public const int ScaleMax = 28;

    // 29 digits before the point is what a decimal of .NET can have; the rest of the 38 is left for those behind.
    private static readonly ColumnType Decimal = ColumnType.DecimalOf(38, 9);

    /// <summary>The column's type; null when there is none.</summary>
    public static ColumnType? Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => new(Types.TypeKind.Binary),
        _ => type.SpecialType switch
        {
            SpecialType.System_String => ColumnType.Text,
            SpecialType.System_Boolean => ColumnType.Boolean,
            SpecialType.System_SByte => new(Types.TypeKind.Int8),
            SpecialType.System_Int16 => new(Types.TypeKind.Int16),
            SpecialType.System_Int32 => new(Types.TypeKind.Int32),
            SpecialType.System_Int64 => ColumnType.Int64,
            SpecialType.System_Byte => new(Types.TypeKind.UInt8),
            SpecialType.System_UInt16 => new(Types.TypeKind.UInt16),
            SpecialType.System_UInt32 => new(Types.TypeKind.UInt32),
            SpecialType.System_UInt64 => new(Types.TypeKind.UInt64),
            SpecialType.System_Single => new(Types.TypeKind.Float32),
            SpecialType.System_Double => ColumnType.Float64,
            SpecialType.System_Decimal => Decimal,
            SpecialType.System_DateTime => ColumnType.Timestamp,
            _ => OfName(type.ToDisplayString()),
        },
    };

    /// <summary>What a property for such a column is written as; null when C# steps have no type for it.</summary>
    public static string? WordFor(ColumnType type) => type.Kind switch
    {
        Types.TypeKind.Text => "string",
        Types.TypeKind.Boolean => "bool",
        Types.TypeKind.Int8 => "sbyte",
        Types.TypeKind.Int16 => "short",
        Types.TypeKind.Int32 => "int",
        Types.TypeKind.Int64 => "long",
        Types.TypeKind.UInt8 => "byte",
        Types.TypeKind.UInt16 => "ushort",
        Types.TypeKind.UInt32 => "uint",
        Types.TypeKind.UInt64 => "ulong",
        Types.TypeKind.Float32 => "float",
        Types.TypeKind.Float64 => "double",
        Types.TypeKind.Decimal when type.Scale <= ScaleMax => "decimal",
        Types.TypeKind.Date => "DateOnly",
        Types.TypeKind.Time => "TimeOnly",
        Types.TypeKind.Timestamp => "DateTime",
        Types.TypeKind.TimestampTz => "DateTimeOffset",
        Types.TypeKind.Binary => "byte[]",
        _ => null,
    };

    private static ColumnType? OfName(string name) => name switch
    {
        "System.DateOnly" => ColumnType.Date,
        "System.TimeOnly" => ColumnType.Time,
        "System.DateTimeOffset" => ColumnType.TimestampTz,
        _ => null,
    };
}
