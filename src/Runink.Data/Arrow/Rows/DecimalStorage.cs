namespace Runink.Data.Arrow.Rows;

/// <summary>
/// Decimals of a precision and a scale, as whole numbers. A value with more digits behind the point is rounded, half away from zero as SQL
/// does; one with more than 96 bits has no value in .NET.
/// </summary>
internal readonly struct DecimalStorage(int precision, int scale) : IValueStorage<decimal, Int128>
{
    /// <summary>The largest scale that .NET has.</summary>
    internal const int ScaleMax = 28;

    // 10^28 is the largest power of ten in 96 bits.
    private const int SafePrecision = 28;
    private const int SafeShift = 9;
    private static readonly UInt128 Largest = UInt128.MaxValue >> 32;
    private static readonly Int128[] Powers = [.. Enumerable.Range(0, 39).Select(Power)];

    public bool IsTotal => precision <= SafePrecision;

    public bool TryLoad(Int128 stored, out decimal value)
    {
        var isNegative = stored < 0;
        var magnitude = (UInt128)(isNegative ? -stored : stored);
        var places = scale;
        // Zeros at the end need not be kept.
        for (; magnitude > Largest && places > 0 && magnitude % 10 == 0; places--) magnitude /= 10;
        var fits = magnitude <= Largest;
        var low = (ulong)magnitude;
        value = fits ? new decimal((int)low, (int)(low >> 32), (int)(uint)(magnitude >> 64), isNegative, (byte)places) : default;
        return fits;
    }

    public bool TryStore(decimal value, out Int128 stored)
    {
        if (value.Scale > scale) value = decimal.Round(value, scale, MidpointRounding.AwayFromZero);
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = new Int128((uint)bits[2], (ulong)(uint)bits[1] << 32 | (uint)bits[0]);
        var shift = scale - value.Scale;
        // 96 bits times nine digits have room; with more only a division can tell.
        var fits = shift <= SafeShift ? magnitude * Powers[shift] < Powers[precision] : magnitude <= (Powers[precision] - 1) / Powers[shift];
        stored = fits ? (bits[3] < 0 ? -magnitude : magnitude) * Powers[shift] : 0;
        return fits;
    }

    private static Int128 Power(int digits)
    {
        Int128 power = 1;
        for (var i = 0; i < digits; i++) power *= 10;
        return power;
    }
}
