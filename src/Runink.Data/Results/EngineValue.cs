using System.Buffers.Binary;
using Runink.Data.Native;

namespace Runink.Data.Results;

/// <summary>Dates, times and decimals between .NET and the engine, which counts from 1970 in microseconds.</summary>
internal static class EngineValue
{
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    internal static int ToDays(DateOnly date) => date.DayNumber - Epoch;

    internal static long ToMicros(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    internal static DateOnly FromDays(int days) => DateOnly.FromDayNumber(checked(days + Epoch));

    internal static DateTime FromMicros(long micros) =>
        new(checked(DateTime.UnixEpoch.Ticks + micros * TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified);

    internal static NativeDecimal ToNative(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var digits = new UInt128((uint)bits[2], (ulong)(uint)bits[1] << 32 | (uint)bits[0]);
        var signed = decimal.IsNegative(value) ? -(Int128)digits : (Int128)digits;
        return new NativeDecimal
        {
            Width = 38,
            Scale = value.Scale,
            Lower = (ulong)signed,
            Upper = (long)(signed >> 64),
        };
    }

    internal static decimal FromDigits(Int128 digits, byte scale)
    {
        var absolute = (UInt128)Int128.Abs(digits);
        if (absolute >> 96 != 0) throw new OverflowException("a DECIMAL has more digits than System.Decimal");
        return new decimal((int)(uint)absolute, (int)(uint)(absolute >> 32), (int)(uint)(absolute >> 64), digits < 0, scale);
    }

    /// <summary>The engine flips the highest bit so that UUIDs sort as signed numbers.</summary>
    internal static Guid FromUuid(UInt128 stored)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, stored ^ (UInt128.One << 127));
        return new Guid(bytes, bigEndian: true);
    }
}
