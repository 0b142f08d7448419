using Runink.Data.Arrow.Flat;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Reads the type of a field out of a schema's metadata, and refuses what no column could have.</summary>
internal static class TypeReader
{
    internal static ArrowType Read(WireType kind, FlatTable type, string field, FlatBudget budget) => kind switch
    {
        WireType.Null => new ArrowType.Null(),
        WireType.Bool => new ArrowType.Bool(),
        WireType.Int => Int(type, field),
        WireType.FloatingPoint => new ArrowType.Float(16 << OneOf(type.Int16(0), 2, "precision", field)),
        WireType.Decimal => Decimal(type, field),
        WireType.Utf8 => new ArrowType.Utf8(IsLarge: false),
        WireType.LargeUtf8 => new ArrowType.Utf8(IsLarge: true),
        WireType.Binary => new ArrowType.Binary(IsLarge: false),
        WireType.LargeBinary => new ArrowType.Binary(IsLarge: true),
        WireType.FixedSizeBinary => new ArrowType.FixedBinary(Size(type.Int32(0), field)),
        WireType.Date => new ArrowType.Date(IsMilliseconds: OneOf(type.Int16(0, 1), 1, "unit", field) == 1),
        WireType.Time => Time(type, field),
        WireType.Timestamp => new ArrowType.Timestamp(Unit(type.Int16(0), field), type.Text(1, budget)),
        WireType.Duration => new ArrowType.Duration(Unit(type.Int16(0, 1), field)),
        WireType.Interval => new ArrowType.Interval((IntervalUnit)OneOf(type.Int16(0), 2, "unit", field)),
        WireType.List => new ArrowType.List(IsLarge: false),
        WireType.LargeList => new ArrowType.List(IsLarge: true),
        WireType.FixedSizeList => new ArrowType.FixedList(Size(type.Int32(0), field)),
        WireType.Struct => new ArrowType.Struct(),
        WireType.Map => new ArrowType.Map(type.Bool(0)),
        _ => throw Unread(kind, field),
    };

    /// <summary>A whole number's type; also that of the places of a dictionary.</summary>
    internal static ArrowType.Int Int(FlatTable type, string field)
    {
        var bits = type.Int32(0);
        return bits is 8 or 16 or 32 or 64
            ? new ArrowType.Int(bits, type.Bool(1))
            : throw new ArrowFormatException($"the column {field} has whole numbers of {bits} bits");
    }

    private static ArrowType.Decimal Decimal(FlatTable type, string field)
    {
        var (precision, scale, bits) = (type.Int32(0), type.Int32(1), type.Int32(2, 128));
        var most = bits switch { 32 => 9, 64 => 18, 128 => 38, 256 => 76, _ => 0 };
        return precision >= 1 && precision <= most && Math.Abs((long)scale) <= 1000
            ? new ArrowType.Decimal(precision, scale, bits)
            : throw new ArrowFormatException(
                $"the column {field} has decimals of {bits} bits, {precision} digits, scale {scale}: these do not go together");
    }

    private static ArrowType.Time Time(FlatTable type, string field)
    {
        var time = new ArrowType.Time(Unit(type.Int16(0, 1), field));
        var bits = type.Int32(1, 32);
        return bits == time.Width * 8
            ? time
            : throw new ArrowFormatException($"the column {field} has times of {bits} bits in units of a {time.Unit}");
    }

    private static TimeUnit Unit(short unit, string field) => (TimeUnit)OneOf(unit, 3, "unit", field);

    private static int OneOf(short value, short last, string what, string field) =>
        value >= 0 && value <= last
            ? value
            : throw new ArrowFormatException($"the column {field} has the unknown {what} {value}");

    private static int Size(int size, string field) =>
        size >= 0 ? size : throw new ArrowFormatException($"the column {field} has values of {size} parts");

    private static ArrowFormatException Unread(WireType kind, string field)
    {
        var (name, instead) = kind switch
        {
            WireType.Union => ("a union", "a struct with a field for each case"),
            WireType.RunEndEncoded => ("run-end encoded values", "plain or dictionary-encoded values"),
            WireType.BinaryView => ("binary views", "binary or large binary"),
            WireType.Utf8View => ("text views", "utf8 or large utf8"),
            WireType.ListView or WireType.LargeListView => ("list views", "list or large list"),
            _ => ($"the type {(byte)kind}", "a type of the Arrow format 1.0"),
        };
        return new ArrowFormatException($"the column {field} holds {name}, which Runink does not read; write it as {instead}");
    }
}
