using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Conversions of values that lie differently in the engine and in Arrow; what does not fit is an error.</summary>
internal static class Conversions
{
    private static readonly UInt128 SignBit = (UInt128)1 << 127;

    internal static void Widen16(ReadOnlySpan<byte> source, Span<byte> target, string column)
    {
        var from = Cast<short>(source);
        var to = Cast<Int128>(target);
        for (var i = 0; i < from.Length; i++) to[i] = from[i];
    }

    internal static void Widen32(ReadOnlySpan<byte> source, Span<byte> target, string column)
    {
        var from = Cast<int>(source);
        var to = Cast<Int128>(target);
        for (var i = 0; i < from.Length; i++) to[i] = from[i];
    }

    internal static void Widen64(ReadOnlySpan<byte> source, Span<byte> target, string column)
    {
        var from = Cast<long>(source);
        var to = Cast<Int128>(target);
        for (var i = 0; i < from.Length; i++) to[i] = from[i];
    }

    /// <summary>The engine turns the highest bit round, so that UUIDs sort as numbers; Arrow has them as written.</summary>
    internal static void UuidToBytes(ReadOnlySpan<byte> source, Span<byte> target, string column)
    {
        var from = Cast<UInt128>(source);
        for (var i = 0; i < from.Length; i++) BinaryPrimitives.WriteUInt128BigEndian(target[(16 * i)..], from[i] ^ SignBit);
    }

    internal static void UuidFromBytes(ReadOnlySpan<byte> source, Span<byte> target, string column)
    {
        var to = Cast<UInt128>(target);
        for (var i = 0; i < to.Length; i++) to[i] = BinaryPrimitives.ReadUInt128BigEndian(source[(16 * i)..]) ^ SignBit;
    }

    /// <summary>Months, days and microseconds to months, days and nanoseconds.</summary>
    internal static void IntervalToNanos(ReadOnlySpan<byte> source, Span<byte> target, string column)
    {
        var from = Cast<long>(source);
        var to = Cast<long>(target);
        for (var i = 0; i < from.Length; i += 2)
        {
            to[i] = from[i];
            // Without the value, which may not be for everybody's eyes.
            if (!TryScale(from[i + 1], 1000, out to[i + 1]))
                throw new ArrowFormatException($"the column \"{column}\" holds an interval with more than 292 years in hours, which Arrow cannot hold");
        }
    }

    internal static void IntervalFromNanos(ReadOnlySpan<byte> source, Span<byte> target, string column)
    {
        var from = Cast<long>(source);
        var to = Cast<long>(target);
        for (var i = 0; i < from.Length; i += 2) (to[i], to[i + 1]) = (from[i], from[i + 1] / 1000);
    }

    internal static void IntervalFromMonths(ReadOnlySpan<byte> source, Span<byte> target, string column)
    {
        var from = Cast<int>(source);
        var to = Cast<long>(target);
        for (var i = 0; i < from.Length; i++) (to[2 * i], to[2 * i + 1]) = ((uint)from[i], 0);
    }

    internal static void IntervalFromDayTime(ReadOnlySpan<byte> source, Span<byte> target, string column)
    {
        var from = Cast<int>(source);
        var to = Cast<long>(target);
        for (var i = 0; i < from.Length; i += 2) (to[i], to[i + 1]) = ((long)from[i] << 32, from[i + 1] * 1000L);
    }

    internal static ValueConversion IntervalFromDuration(TimeUnit unit)
    {
        var toMicros = ToMicros(unit);
        return (source, target, column) =>
        {
            Span<long> one = stackalloc long[1];
            var from = Cast<long>(source);
            var to = Cast<long>(target);
            for (var i = 0; i < from.Length; i++)
            {
                toMicros(MemoryMarshal.AsBytes(from.Slice(i, 1)), MemoryMarshal.AsBytes(one), column);
                (to[2 * i], to[2 * i + 1]) = (0, one[0]);
            }
        };
    }

    /// <summary>Instants of 64 bits to microseconds; what is finer is cut off towards the past.</summary>
    internal static ValueConversion ToMicros(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => (source, target, column) => Scale(source, target, 1_000_000, column),
        TimeUnit.Millisecond => (source, target, column) => Scale(source, target, 1_000, column),
        TimeUnit.Microsecond => (source, target, _) => source.CopyTo(target),
        _ => (source, target, _) =>
        {
            var from = Cast<long>(source);
            var to = Cast<long>(target);
            for (var i = 0; i < from.Length; i++) to[i] = from[i] >= 0 ? from[i] / 1000 : (from[i] - 999) / 1000;
        }
        ,
    };

    /// <summary>Times of the day, of 32 bits, to microseconds.</summary>
    internal static ValueConversion TimeToMicros(TimeUnit unit)
    {
        var factor = unit == TimeUnit.Second ? 1_000_000L : 1_000L;
        return (source, target, column) =>
        {
            var from = Cast<int>(source);
            var to = Cast<long>(target);
            for (var i = 0; i < from.Length; i++) to[i] = from[i] * factor;
            RequireDay(to, TimeSpan.MicrosecondsPerDay, column);
        };
    }

    /// <summary>Times of the day in the engine's unit: they must lie in the day, or it would misread them.</summary>
    internal static ValueConversion CheckedTime(long unitsPerDay) => (source, target, column) =>
    {
        source.CopyTo(target);
        RequireDay(Cast<long>(target), unitsPerDay, column);
    };

    internal static void DaysFromMillis(ReadOnlySpan<byte> source, Span<byte> target, string column)
    {
        var from = Cast<long>(source);
        var to = Cast<int>(target);
        for (var i = 0; i < from.Length; i++)
        {
            var days = Math.DivRem(from[i], 86_400_000L, out var rest) - (rest < 0 ? 1 : 0);
            to[i] = days is >= int.MinValue and <= int.MaxValue ? (int)days : throw Outside(column);
        }
    }

    internal static void HalfToFloat(ReadOnlySpan<byte> source, Span<byte> target, string column)
    {
        var from = Cast<Half>(source);
        var to = Cast<float>(target);
        for (var i = 0; i < from.Length; i++) to[i] = (float)from[i];
    }

    // Without the value, which may not be for everybody's eyes.
    internal static ArrowFormatException Outside(string column) => new($"the column \"{column}\" holds a value that its type in SQL cannot hold");

    private static void Scale(ReadOnlySpan<byte> source, Span<byte> target, long factor, string column)
    {
        var from = Cast<long>(source);
        var to = Cast<long>(target);
        for (var i = 0; i < from.Length; i++) to[i] = Scaled(from[i], factor, column);
    }

    private static long Scaled(long value, long factor, string column) =>
        TryScale(value, factor, out var scaled) ? scaled : throw Outside(column);

    private static bool TryScale(long value, long factor, out long scaled)
    {
        var high = Math.BigMul(value, factor, out scaled);
        return high == scaled >> 63;
    }

    private static void RequireDay(ReadOnlySpan<long> times, long unitsPerDay, string column)
    {
        foreach (var time in times)
        {
            if ((ulong)time > (ulong)unitsPerDay) throw Outside(column);
        }
    }

    private static ReadOnlySpan<T> Cast<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);

    private static Span<T> Cast<T>(Span<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);
}
