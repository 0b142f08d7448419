using System.Numerics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Cli.Synth;

/// <summary>The numbers that a column may hold: multiples of a unit between two bounds.</summary>
/// <param name="First">The lowest, in units.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Unit">The unit, in steps of the last decimal place.</param>
/// <param name="Decimals">Decimal places.</param>
internal sealed record NumberRange(long First, ulong Count, long Unit, int Decimals)
{
    private const int FloatDecimals = 2;
    private const int DecimalsMax = 6;
    private const decimal UsualSpan = 1000;
    private const decimal SerialSpan = 1_000_000_000_000;

    /// <summary>The numbers that meet the bounds of a column; null when there are none.</summary>
    public static NumberRange? Of(ColumnRules column)
    {
        var multiple = column.Number(RuleKind.MultipleOf);
        for (var decimals = LeastDecimals(column.Column.Type, multiple); decimals <= DecimalsMax; decimals++)
        {
            var range = WithDecimals(column, multiple, decimals);
            if (range is not null || IsWhole(column.Column.Type)) return range;
        }

        return null;
    }

    private static NumberRange? WithDecimals(ColumnRules column, decimal? multiple, int decimals)
    {
        var step = 1m / (decimal)BigInteger.Pow(10, decimals);
        var unit = multiple ?? step;
        if (unit <= 0 || unit % step != 0) return null;
        var (low, high) = Bounds(column);
        var first = decimal.Ceiling(low / unit);
        if (column.Number(RuleKind.ExclusiveMinimum) is { } above && first * unit <= above) first++;
        var last = decimal.Floor(high / unit);
        if (column.Number(RuleKind.ExclusiveMaximum) is { } below && last * unit >= below) last--;
        return last < first ? null : new NumberRange((long)first, (ulong)(last - first) + 1, (long)(unit / step), decimals);
    }

    // Where a bound is missing, the range is of a size that looks real, and within the type.
    private static (decimal Low, decimal High) Bounds(ColumnRules column)
    {
        var low = Highest(column.Number(RuleKind.Minimum), column.Number(RuleKind.ExclusiveMinimum));
        var high = -Highest(-column.Number(RuleKind.Maximum), -column.Number(RuleKind.ExclusiveMaximum));
        var span = column.TellsRowsApart ? SerialSpan : UsualSpan;
        var (least, most) = Limits(column.Column.Type);
        var from = low ?? (high is { } h && h < 1 ? h - span : 1);
        return (Math.Max(from, least), Math.Min(high ?? from + span, most));
    }

    private static decimal? Highest(decimal? a, decimal? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private static (decimal Least, decimal Most) Limits(ColumnType type) => type.Kind switch
    {
        TypeKind.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        TypeKind.Int16 => (short.MinValue, short.MaxValue),
        TypeKind.Int32 => (int.MinValue, int.MaxValue),
        TypeKind.UInt8 => (0, byte.MaxValue),
        TypeKind.UInt16 => (0, ushort.MaxValue),
        TypeKind.UInt32 => (0, uint.MaxValue),
        TypeKind.UInt64 => (0, SerialSpan),
        TypeKind.Decimal when type.Precision - type.Scale < 12 =>
            Symmetric((decimal)BigInteger.Pow(10, type.Precision - type.Scale) - 1),
        _ => (-SerialSpan, SerialSpan),
    };

    private static (decimal Least, decimal Most) Symmetric(decimal most) => (-most, most);

    private static bool IsWhole(ColumnType type) =>
        type.Kind is >= TypeKind.Int8 and <= TypeKind.UInt64 || (type.Kind == TypeKind.Decimal && type.Scale == 0);

    private static int LeastDecimals(ColumnType type, decimal? multiple)
    {
        var wanted = IsWhole(type) ? 0 : type.Kind == TypeKind.Decimal ? Math.Min(type.Scale, FloatDecimals) : FloatDecimals;
        return multiple is null ? wanted : Math.Max(IsWhole(type) ? 0 : multiple.Value.Scale, 0);
    }
}
