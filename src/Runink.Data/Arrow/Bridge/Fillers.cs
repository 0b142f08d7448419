using Runink.Data.Sql;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Chooses how a column of Arrow is written into the engine, and the type that it has in SQL.</summary>
internal static class Fillers
{
    /// <summary>The type as SQL, and who writes it.</summary>
    /// <exception cref="ArrowFormatException">The engine has no type for it.</exception>
    internal static (string Type, ColumnFiller Filler) For(ArrowField field)
    {
        var (type, filler) = Plain(field with { Dictionary = null });
        if (field.Dictionary is null || filler is BytesFiller) return (type, filler);
        return field.Type is ArrowType.Fixed
            ? (type, new LookupFiller(filler))
            : throw Unknown(field, $"a dictionary of {type} values");
    }

    private static (string Type, ColumnFiller Filler) Plain(ArrowField field) => field.Type switch
    {
        ArrowType.Null => ("\"NULL\"", new NullFiller()),
        ArrowType.Bool => ("BOOLEAN", new BoolFiller()),
        ArrowType.Int whole => (Integer(whole), new FixedFiller(whole.Width, whole.Width)),
        ArrowType.Float { Bits: 16 } => ("FLOAT", new FixedFiller(2, 4, Conversions.HalfToFloat)),
        ArrowType.Float real => (real.Bits == 32 ? "FLOAT" : "DOUBLE", new FixedFiller(real.Width, real.Width)),
        ArrowType.Decimal number => Decimal(field, number),
        ArrowType.Utf8 => ("VARCHAR", new BytesFiller(isText: true)),
        ArrowType.Binary => ("BLOB", new BytesFiller(isText: false)),
        ArrowType.FixedBinary => FixedBinary(field),
        ArrowType.Date { IsMilliseconds: true } => ("DATE", new FixedFiller(8, 4, Conversions.DaysFromMillis)),
        ArrowType.Date => ("DATE", new FixedFiller(4, 4)),
        ArrowType.Time time => Time(time.Unit),
        ArrowType.Timestamp timestamp => Timestamp(timestamp),
        ArrowType.Duration duration => ("INTERVAL", new FixedFiller(8, 16, Conversions.IntervalFromDuration(duration.Unit))),
        ArrowType.Interval interval => ("INTERVAL", Interval(interval.Unit)),
        ArrowType.List or ArrowType.Map => List(field),
        ArrowType.FixedList list => FixedList(field, list.Size),
        ArrowType.Struct => Struct(field),
        _ => throw Unknown(field, field.Type.ToString()),
    };

    private static string Integer(ArrowType.Int type)
    {
        var name = type.Bits switch { 8 => "TINYINT", 16 => "SMALLINT", 32 => "INTEGER", _ => "BIGINT" };
        return type.IsSigned ? name : "U" + name;
    }

    private static (string Type, ColumnFiller Filler) Decimal(ArrowField field, ArrowType.Decimal type)
    {
        if (type.Precision > 38 || type.Scale < 0 || type.Scale > type.Precision)
            throw Unknown(field, $"decimals of {type.Precision} digits and scale {type.Scale}");
        var filler = new FixedFiller(type.Width, DecimalConversion.TargetWidth(type.Precision), DecimalConversion.From(type));
        return ($"DECIMAL({type.Precision},{type.Scale})", filler);
    }

    private static (string Type, ColumnFiller Filler) FixedBinary(ArrowField field)
    {
        if (Extensions.IsUuid(field)) return ("UUID", new FixedFiller(16, 16, Conversions.UuidFromBytes));
        if (Extensions.IsInteger128(field, isSigned: true)) return ("HUGEINT", new FixedFiller(16, 16));
        if (Extensions.IsInteger128(field, isSigned: false)) return ("UHUGEINT", new FixedFiller(16, 16));
        return ("BLOB", new BytesFiller(isText: false));
    }

    private static (string Type, ColumnFiller Filler) Time(TimeUnit unit) => unit switch
    {
        TimeUnit.Nanosecond => ("TIME_NS", new FixedFiller(8, 8, Conversions.CheckedTime(TimeSpan.MicrosecondsPerDay * 1000))),
        TimeUnit.Microsecond => ("TIME", new FixedFiller(8, 8, Conversions.CheckedTime(TimeSpan.MicrosecondsPerDay))),
        _ => ("TIME", new FixedFiller(4, 8, Conversions.TimeToMicros(unit))),
    };

    private static (string Type, ColumnFiller Filler) Timestamp(ArrowType.Timestamp type)
    {
        if (type.Zone is null)
        {
            var name = type.Unit switch
            {
                TimeUnit.Second => "TIMESTAMP_S",
                TimeUnit.Millisecond => "TIMESTAMP_MS",
                TimeUnit.Microsecond => "TIMESTAMP",
                _ => "TIMESTAMP_NS",
            };
            return (name, new FixedFiller(8, 8));
        }
        var conversion = type.Unit == TimeUnit.Microsecond ? null : Conversions.ToMicros(type.Unit);
        return ("TIMESTAMP WITH TIME ZONE", new FixedFiller(8, 8, conversion));
    }

    private static FixedFiller Interval(IntervalUnit unit) => unit switch
    {
        IntervalUnit.YearMonth => new FixedFiller(4, 16, Conversions.IntervalFromMonths),
        IntervalUnit.DayTime => new FixedFiller(8, 16, Conversions.IntervalFromDayTime),
        _ => new FixedFiller(16, 16, Conversions.IntervalFromNanos),
    };

    private static (string Type, ColumnFiller Filler) List(ArrowField field)
    {
        if (field.Type is not ArrowType.Map)
        {
            var (type, filler) = For(field.Children[0]);
            return (type + "[]", new ListFiller(filler));
        }
        var (key, keys) = For(field.Children[0].Children[0]);
        var (value, values) = For(field.Children[0].Children[1]);
        return ($"MAP({key}, {value})", new ListFiller(new StructFiller([keys, values])));
    }

    private static (string Type, ColumnFiller Filler) FixedList(ArrowField field, int size)
    {
        const int sizeMax = 100_000;
        if (size is < 1 or > sizeMax) throw Unknown(field, $"lists of {size} values");
        var (type, filler) = For(field.Children[0]);
        return ($"{type}[{size}]", new FixedListFiller(size, filler));
    }

    private static (string Type, ColumnFiller Filler) Struct(ArrowField field)
    {
        if (field.Children.Count == 0) throw Unknown(field, "structs without fields");
        foreach (var child in field.Children) RequireName(child);
        var children = field.Children.Select(For).ToArray();
        var fields = field.Children.Zip(children, (child, it) => $"{SqlText.Identifier(child.Name)} {it.Type}");
        return ($"STRUCT({string.Join(", ", fields)})", new StructFiller([.. children.Select(child => child.Filler)]));
    }

    /// <summary>A name must be one that SQL can write.</summary>
    internal static void RequireName(ArrowField field)
    {
        if (field.Name.Length == 0 || field.Name.Contains('\0', StringComparison.Ordinal))
            throw new ArrowFormatException("SQL has no way to write a name that is empty or holds NUL; a column has such a one");
    }

    private static ArrowFormatException Unknown(ArrowField field, string what) =>
        new($"the column \"{field.Name}\" holds {what}, for which SQL has no type here; write it as another type");
}
