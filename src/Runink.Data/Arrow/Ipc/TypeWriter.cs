using Runink.Data.Arrow.Flat;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Writes the type of a field into a schema's metadata.</summary>
internal static class TypeWriter
{
    /// <summary>Writes the type's table and returns its number and its place.</summary>
    internal static (WireType Kind, int Table) Write(FlatWriter flat, ArrowType type) => type switch
    {
        ArrowType.Null => (WireType.Null, flat.Table([])),
        ArrowType.Bool => (WireType.Bool, flat.Table([])),
        ArrowType.Int whole => (WireType.Int, Int(flat, whole)),
        ArrowType.Float real => (WireType.FloatingPoint, flat.Table([FlatSlot.Int16(0, real.Bits / 32)])),
        ArrowType.Decimal(var precision, var scale, var bits) => (WireType.Decimal,
            flat.Table([FlatSlot.Int32(0, precision), FlatSlot.Int32(1, scale), FlatSlot.Int32(2, bits)])),
        ArrowType.Utf8(var isLarge) => (isLarge ? WireType.LargeUtf8 : WireType.Utf8, flat.Table([])),
        ArrowType.Binary(var isLarge) => (isLarge ? WireType.LargeBinary : WireType.Binary, flat.Table([])),
        ArrowType.FixedBinary binary => (WireType.FixedSizeBinary, flat.Table([FlatSlot.Int32(0, binary.Bytes)])),
        ArrowType.Date date => (WireType.Date, flat.Table([FlatSlot.Int16(0, date.IsMilliseconds ? 1 : 0)])),
        ArrowType.Time time => (WireType.Time,
            flat.Table([FlatSlot.Int16(0, (int)time.Unit), FlatSlot.Int32(1, time.Width * 8)])),
        ArrowType.Timestamp timestamp => (WireType.Timestamp, Timestamp(flat, timestamp)),
        ArrowType.Duration duration => (WireType.Duration, flat.Table([FlatSlot.Int16(0, (int)duration.Unit)])),
        ArrowType.Interval interval => (WireType.Interval, flat.Table([FlatSlot.Int16(0, (int)interval.Unit)])),
        ArrowType.List list => (list.IsLarge ? WireType.LargeList : WireType.List, flat.Table([])),
        ArrowType.FixedList list => (WireType.FixedSizeList, flat.Table([FlatSlot.Int32(0, list.Size)])),
        ArrowType.Struct => (WireType.Struct, flat.Table([])),
        ArrowType.Map map => (WireType.Map, flat.Table([FlatSlot.Bool(0, map.KeysSorted)])),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "a type without a number in the format"),
    };

    internal static int Int(FlatWriter flat, ArrowType.Int type) =>
        flat.Table([FlatSlot.Int32(0, type.Bits), FlatSlot.Bool(1, type.IsSigned)]);

    private static int Timestamp(FlatWriter flat, ArrowType.Timestamp type)
    {
        if (type.Zone is null) return flat.Table([FlatSlot.Int16(0, (int)type.Unit)]);
        var table = flat.Table([FlatSlot.Int16(0, (int)type.Unit), FlatSlot.Reference(1)]);
        flat.Refer(table, 1, flat.Text(type.Zone));
        return table;
    }
}
