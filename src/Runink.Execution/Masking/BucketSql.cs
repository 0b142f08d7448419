using System.Globalization;
using System.Numerics;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Execution.Masking;

/// <summary>
/// SQL of the lower end of the bucket that a number lies in. Whole numbers and decimals are computed exactly, as whole numbers of their last digit; the engine's
/// own division would go through floating point. No value ends the stage.
/// </summary>
internal static class BucketSql
{
    // No decimal has more digits, and a bucket this wide holds all values of one sign.
    private static readonly BigInteger Widest = BigInteger.Pow(10, 38);

    /// <summary>The lower end, in the column's own type.</summary>
    /// <param name="value">An SQL expression of a numeric type.</param>
    /// <param name="width">The bucket's width in digits, with or without a point, above zero.</param>
    /// <param name="type">The type of <paramref name="value"/>.</param>
    public static string LowerEnd(string value, string width, ColumnType type)
    {
        var parts = width.Split('.');
        var fraction = parts.Length > 1 ? parts[1].TrimEnd('0') : "";
        var digits = BigInteger.Parse(parts[0] + fraction, NumberStyles.None, CultureInfo.InvariantCulture);
        if (type.Kind is TypeKind.Float32 or TypeKind.Float64) return OfFloat(value, digits, fraction.Length, type);
        var scale = type.Kind == TypeKind.Decimal ? type.Scale : 0;
        // In units of the column's last digit; what is finer than that is counted in parts of a unit.
        var units = BigInteger.Min(digits * BigInteger.Pow(10, Math.Max(0, scale - fraction.Length)), Widest);
        var finer = BigInteger.Pow(10, Math.Max(0, fraction.Length - scale));
        var lower = OfUnits(value, InUnits(value, type), units, finer, Least(type));
        if (scale > 0) lower = $"CAST({lower} AS DECIMAL(38,0)) * CAST('0.{new string('0', scale - 1)}1' AS DECIMAL({scale},{scale}))";
        return $"CAST({lower} AS {DuckDbType.Of(type)})";
    }

    // Below zero the lower end may be less than the type holds; the comparison that tells stays within its bounds.
    private static string OfUnits(string value, string number, BigInteger units, BigInteger finer, BigInteger least)
    {
        var below = Rest(number, units, finer, isNegative: true);
        return $"CASE WHEN {value} >= 0 THEN {number} - {Rest(number, units, finer, isNegative: false)} "
            + $"WHEN {number} < {Whole(least)} + {below} THEN {Whole(least)} ELSE {number} - {below} END";
    }

    // How far a number lies above the lower end, rounded up to whole units.
    private static string Rest(string number, BigInteger units, BigInteger finer, bool isNegative)
    {
        var rest = $"({number} % {Whole(units)})";
        if (!finer.IsOne) rest = $"(({rest} * {Whole(finer)}) % {Whole(units)})";
        if (isNegative) rest = $"(({rest} + {Whole(units)}) % {Whole(units)})";
        return finer.IsOne ? rest : $"(({rest} + {Whole(finer - 1)}) // {Whole(finer)})";
    }

    // A decimal as text has all digits of its scale.
    private static string InUnits(string value, ColumnType type) => type.Kind == TypeKind.Decimal
        ? $"CAST(replace(CAST({value} AS VARCHAR), '.', '') AS HUGEINT)"
        : $"CAST({value} AS HUGEINT)";

    private static BigInteger Least(ColumnType type) => type.Kind switch
    {
        TypeKind.Int8 => sbyte.MinValue,
        TypeKind.Int16 => short.MinValue,
        TypeKind.Int32 => int.MinValue,
        TypeKind.Int64 => long.MinValue,
        TypeKind.Int128 => Int128.MinValue,
        TypeKind.Decimal => BigInteger.One - BigInteger.Pow(10, type.Precision),
        _ => BigInteger.Zero,
    };

    private static string Whole(BigInteger number) => $"CAST('{number}' AS HUGEINT)";

    /// <summary>
    /// The nearest multiple that is not above the value, each as the number that its digits stand for: the binary number of 0.3 is a multiple of 0.1, although it is
    /// less than three tenths. A number whose neighbours are further away than the width stands for its bucket itself.
    /// </summary>
    private static string OfFloat(string value, BigInteger digits, int scale, ColumnType type)
    {
        var (width, parts) = (Binary((double)digits), Binary(Math.Pow(10, scale)));
        var nearest = $"round({value} * {parts} / {width})";
        var alone = Binary((double)digits / Math.Pow(10, scale) * Math.Pow(2, 53));
        string Multiple(string count) => $"CAST({count} * {width} / {parts} AS {DuckDbType.Of(type)})";
        return $"CASE WHEN abs({value}) >= {alone} THEN {value} WHEN {Multiple(nearest)} <= {value} THEN {Multiple(nearest)} "
            + $"ELSE {Multiple($"({nearest} - 1)")} END";
    }

    private static string Binary(double number) => $"CAST('{number.ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE)";
}
