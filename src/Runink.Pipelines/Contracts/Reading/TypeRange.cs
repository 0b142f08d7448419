using System.Globalization;
using System.Numerics;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>What a column type can hold, as numbers: the ends, and the distance between neighbours.</summary>
/// <param name="Lowest">The least value, or null when it does not matter.</param>
/// <param name="Highest">The greatest value, or null when it does not matter.</param>
/// <param name="Step">The distance between neighbours, or null for binary numbers, which have no fixed one.</param>
internal sealed record TypeRange(ExactNumber? Lowest, ExactNumber? Highest, ExactNumber? Step)
{
    /// <summary>The range of a type; dates and times count in ticks.</summary>
    public static TypeRange Of(ColumnType type) => type.Kind switch
    {
        TypeKind.Int8 => Signed(8),
        TypeKind.Int16 => Signed(16),
        TypeKind.Int32 => Signed(32),
        TypeKind.Int64 => Signed(64),
        TypeKind.Int128 => Signed(128),
        TypeKind.UInt8 => Unsigned(8),
        TypeKind.UInt16 => Unsigned(16),
        TypeKind.UInt32 => Unsigned(32),
        TypeKind.UInt64 => Unsigned(64),
        TypeKind.Float32 => Binary(float.MaxValue.ToString(CultureInfo.InvariantCulture)),
        TypeKind.Float64 => Binary(double.MaxValue.ToString(CultureInfo.InvariantCulture)),
        TypeKind.Decimal => Decimal(type.Precision, type.Scale),
        TypeKind.Date => new TypeRange(null, null, new ExactNumber(TimeSpan.TicksPerDay, 0)),
        _ => new TypeRange(null, null, new ExactNumber(TimeSpan.TicksPerMicrosecond, 0)),
    };

    private static TypeRange Signed(int bits) =>
        new(new ExactNumber(-BigInteger.Pow(2, bits - 1), 0), new ExactNumber(BigInteger.Pow(2, bits - 1) - 1, 0),
            new ExactNumber(1, 0));

    private static TypeRange Unsigned(int bits) =>
        new(ExactNumber.Zero, new ExactNumber(BigInteger.Pow(2, bits) - 1, 0), new ExactNumber(1, 0));

    private static TypeRange Decimal(int precision, int scale)
    {
        var highest = new ExactNumber(BigInteger.Pow(10, precision) - 1, scale);
        return new TypeRange(-highest, highest, new ExactNumber(1, scale));
    }

    private static TypeRange Binary(string highest) =>
        new(-ExactNumber.Parse(highest)!.Value, ExactNumber.Parse(highest), Step: null);
}
