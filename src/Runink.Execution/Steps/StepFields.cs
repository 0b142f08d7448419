using Runink.Data.Arrow;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Types;

namespace Runink.Execution.Steps;

/// <summary>The columns of a step, as Arrow has them.</summary>
internal static class StepFields
{
    /// <summary>The column that a property is written to.</summary>
    public static ArrowField Of(StepProperty property) => new(property.Column, Of(property.Type)) { IsNullable = property.IsNullable };

    /// <summary>Whether a column that comes in is what a property asks for; a decimal may have any precision and scale.</summary>
    public static bool Fits(StepProperty property, ArrowField field) => (Of(property.Type), field.Type) switch
    {
        (ArrowType.Decimal, var given) => given is ArrowType.Decimal,
        (ArrowType.Timestamp { Zone: not null }, var given) => given is ArrowType.Timestamp { Zone: not null },
        var (asked, given) => asked == given,
    };

    private static ArrowType Of(ColumnType type) => type.Kind switch
    {
        TypeKind.Text => new ArrowType.Utf8(IsLarge: false),
        TypeKind.Boolean => new ArrowType.Bool(),
        TypeKind.Int8 => new ArrowType.Int(8, IsSigned: true),
        TypeKind.Int16 => new ArrowType.Int(16, IsSigned: true),
        TypeKind.Int32 => new ArrowType.Int(32, IsSigned: true),
        TypeKind.Int64 => new ArrowType.Int(64, IsSigned: true),
        TypeKind.UInt8 => new ArrowType.Int(8, IsSigned: false),
        TypeKind.UInt16 => new ArrowType.Int(16, IsSigned: false),
        TypeKind.UInt32 => new ArrowType.Int(32, IsSigned: false),
        TypeKind.UInt64 => new ArrowType.Int(64, IsSigned: false),
        TypeKind.Float32 => new ArrowType.Float(32),
        TypeKind.Float64 => new ArrowType.Float(64),
        TypeKind.Decimal => new ArrowType.Decimal(type.Precision, type.Scale, 128),
        TypeKind.Date => new ArrowType.Date(IsMilliseconds: false),
        TypeKind.Time => new ArrowType.Time(TimeUnit.Microsecond),
        TypeKind.Timestamp => new ArrowType.Timestamp(TimeUnit.Microsecond, Zone: null),
        TypeKind.TimestampTz => new ArrowType.Timestamp(TimeUnit.Microsecond, "UTC"),
        TypeKind.Binary => new ArrowType.Binary(IsLarge: false),
        _ => throw new InvalidOperationException($"no step has columns of the type {type}"),
    };
}
