using System.Globalization;
using System.Numerics;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>A decimal number of any size without rounding: <see cref="Unscaled"/> × 10^-<see cref="Scale"/>.</summary>
internal readonly record struct ExactNumber(BigInteger Unscaled, int Scale)
{
    private const NumberStyles Signed = NumberStyles.AllowLeadingSign;
    private const int MaximumExponent = 400;
    private const int MaximumLength = 400;

    /// <summary>Zero.</summary>
    public static readonly ExactNumber Zero = new(BigInteger.Zero, 0);

    /// <summary>Whether it is zero, whatever its scale.</summary>
    public bool IsZero => Unscaled.IsZero;

    /// <summary>Reads a number such as <c>12</c>, <c>-0.5</c> or <c>1e3</c>; null for anything else.</summary>
    public static ExactNumber? Parse(string text)
    {
        if (text.Length is 0 or > MaximumLength) return null;
        var cut = text.IndexOfAny(['e', 'E']);
        var exponent = 0;
        if (cut >= 0 && !int.TryParse(text.AsSpan(cut + 1), Signed, CultureInfo.InvariantCulture, out exponent)) return null;
        if (Math.Abs((long)exponent) > MaximumExponent) return null;
        var mantissa = cut < 0 ? text : text[..cut];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        if (!BigInteger.TryParse(digits, Signed, CultureInfo.InvariantCulture, out var unscaled)) return null;
        return new ExactNumber(unscaled, (point < 0 ? 0 : mantissa.Length - point - 1) - exponent).Shortest();
    }

    /// <summary>The least multiple of 10^-<paramref name="scale"/> that is not below this.</summary>
    public ExactNumber Ceiling(int scale) => new(-Floored(-Unscaled, scale), scale);

    /// <summary>The greatest multiple of 10^-<paramref name="scale"/> that is not above this.</summary>
    public ExactNumber Floor(int scale) => new(Floored(Unscaled, scale), scale);

    /// <summary>
    /// The smallest positive step of this, of which every multiple is a multiple of 10^-<paramref name="scale"/>: among whole
    /// numbers, the multiples of 1.5 are those of 3.
    /// </summary>
    public ExactNumber StepAt(int scale)
    {
        var (numerator, denominator) = scale >= Scale
            ? (Unscaled * BigInteger.Pow(10, scale - Scale), BigInteger.One)
            : (Unscaled, BigInteger.Pow(10, Scale - scale));
        return new ExactNumber(numerator / BigInteger.GreatestCommonDivisor(numerator, denominator), scale);
    }

    /// <summary>The nearest binary number; infinite when it is too large.</summary>
    public double ToDouble() => double.Parse(ToString(), CultureInfo.InvariantCulture);

    public static ExactNumber operator +(ExactNumber one, ExactNumber other)
    {
        var scale = Math.Max(one.Scale, other.Scale);
        return new ExactNumber(one.At(scale) + other.At(scale), scale);
    }

    public static ExactNumber operator -(ExactNumber number) => new(-number.Unscaled, number.Scale);

    public static bool operator <(ExactNumber one, ExactNumber other) => Compare(one, other) < 0;

    public static bool operator >(ExactNumber one, ExactNumber other) => Compare(one, other) > 0;

    /// <summary>Plain digits with a point where needed, never an exponent.</summary>
    public override string ToString()
    {
        if (Scale <= 0) return At(0).ToString(CultureInfo.InvariantCulture);
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Unscaled.Sign < 0 ? "-" : "")}{digits[..^Scale]}.{digits[^Scale..]}";
    }

    private static int Compare(ExactNumber one, ExactNumber other)
    {
        var scale = Math.Max(one.Scale, other.Scale);
        return one.At(scale).CompareTo(other.At(scale));
    }

    private BigInteger At(int scale) => Unscaled * BigInteger.Pow(10, scale - Scale);

    private BigInteger Floored(BigInteger unscaled, int scale)
    {
        if (scale >= Scale) return unscaled * BigInteger.Pow(10, scale - Scale);
        var quotient = BigInteger.DivRem(unscaled, BigInteger.Pow(10, Scale - scale), out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The same number without needless zeros behind the point.</summary>
    public ExactNumber Shortest()
    {
        var (unscaled, scale) = (Unscaled, Scale);
        while (scale > 0 && unscaled % 10 == 0) (unscaled, scale) = (unscaled / 10, scale - 1);
        return new ExactNumber(unscaled, scale);
    }
}
