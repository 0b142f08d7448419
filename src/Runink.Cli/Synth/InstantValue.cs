using Runink.Pipelines.Types;

namespace Runink.Cli.Synth;

/// <summary>A date, a time or both, evenly spread over a span, in ISO 8601.</summary>
/// <param name="kind">Which parts are written.</param>
/// <param name="first">The earliest value.</param>
/// <param name="seconds">Seconds that the span is long.</param>
internal sealed class InstantValue(TypeKind kind, DateTime first, long seconds) : CellValue
{
    private const long SecondsOfDay = 24 * 60 * 60;

    private readonly long _start = (first.Ticks / TimeSpan.TicksPerSecond);
    private readonly ulong _count = (ulong)Math.Max(1, seconds);

    public override void Write(ref SplitMix random, long row, ByteWriter to)
    {
        var second = _start + (long)random.Below(_count);
        if (kind != TypeKind.Time) WriteDate(DateOnly.FromDayNumber((int)(second / SecondsOfDay)), to);
        if (kind == TypeKind.Date) return;
        if (kind != TypeKind.Time) to.Write((byte)'T');
        WriteTime(second % SecondsOfDay, to);
        if (kind == TypeKind.TimestampTz) to.Write((byte)'Z');
    }

    private static void WriteDate(DateOnly date, ByteWriter to)
    {
        to.WriteDigits((ulong)date.Year, 4);
        to.Write((byte)'-');
        to.WriteDigits((ulong)date.Month, 2);
        to.Write((byte)'-');
        to.WriteDigits((ulong)date.Day, 2);
    }

    private static void WriteTime(long second, ByteWriter to)
    {
        to.WriteDigits((ulong)(second / 3600), 2);
        to.Write((byte)':');
        to.WriteDigits((ulong)(second / 60 % 60), 2);
        to.Write((byte)':');
        to.WriteDigits((ulong)(second % 60), 2);
    }
}
