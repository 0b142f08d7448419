namespace Runink.Pipelines.Types;

/// <summary>Says of two types whether each value of the one is a value of the other.</summary>
public static class TypeHolding
{
    /// <summary>Whether a column of this type takes each value of another type as it is: a narrower column would round it, or leave it out.</summary>
    public static bool Holds(this ColumnType column, ColumnType found) => (column.Kind, found.Kind) switch
    {
        (TypeKind.Decimal, TypeKind.Decimal) => found.Scale <= column.Scale && found.Precision - found.Scale <= column.Precision - column.Scale,
        (TypeKind.Float64, TypeKind.Float32) => true,
        (TypeKind.Int128, TypeKind.Decimal) => found.Scale == 0,
        (TypeKind.Other, TypeKind.Other) => string.Equals(column.EngineName, found.EngineName, StringComparison.Ordinal),
        (TypeKind.Timestamp, TypeKind.TimestampTz) or (TypeKind.TimestampTz, TypeKind.Timestamp) => true,
        (TypeKind.List, TypeKind.List) => column.Element!.Holds(found.Element!),
        (TypeKind.Struct, TypeKind.Struct) => column.Fields.All(field => found.Fields.Any(
            other => string.Equals(other.Name, field.Name, StringComparison.OrdinalIgnoreCase) && field.Type.Holds(other.Type))),
        var (wanted, given) when IsInteger(wanted) && IsInteger(given) =>
            ValueBits(given) <= ValueBits(wanted) && (wanted <= TypeKind.Int128 || given > TypeKind.Int128),
        var (wanted, given) => wanted == given,
    };

    private static bool IsInteger(TypeKind kind) => kind is >= TypeKind.Int8 and <= TypeKind.UInt64;

    private static int ValueBits(TypeKind integer) => integer switch
    {
        TypeKind.Int8 => 7,
        TypeKind.UInt8 => 8,
        TypeKind.Int16 => 15,
        TypeKind.UInt16 => 16,
        TypeKind.Int32 => 31,
        TypeKind.UInt32 => 32,
        TypeKind.Int64 => 63,
        TypeKind.UInt64 => 64,
        _ => 127,
    };
}
