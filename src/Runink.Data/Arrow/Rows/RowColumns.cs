namespace Runink.Data.Arrow.Rows;

/// <summary>Chooses who reads or builds a column, by its type.</summary>
internal static class RowColumns
{
    /// <summary>Who reads a column.</summary>
    /// <exception cref="ArrowFormatException">.NET has no type for it here.</exception>
    internal static ColumnReader Reader(ArrowField field, RowPlace place, bool isNullable) => field.Dictionary is null
        ? field.Type switch
        {
            ArrowType.Bool => new BoolReader(place, isNullable),
            ArrowType.Utf8 => new Utf8Reader(place, isNullable),
            ArrowType.Binary => new BytesReader(place, isNullable),
            ArrowType.Int { IsSigned: true, Bits: 8 } => Plain<sbyte>(place, isNullable),
            ArrowType.Int { IsSigned: true, Bits: 16 } => Plain<short>(place, isNullable),
            ArrowType.Int { IsSigned: true, Bits: 32 } => Plain<int>(place, isNullable),
            ArrowType.Int { IsSigned: true } => Plain<long>(place, isNullable),
            ArrowType.Int { Bits: 8 } => Plain<byte>(place, isNullable),
            ArrowType.Int { Bits: 16 } => Plain<ushort>(place, isNullable),
            ArrowType.Int { Bits: 32 } => Plain<uint>(place, isNullable),
            ArrowType.Int => Plain<ulong>(place, isNullable),
            ArrowType.Float { Bits: 32 } => Plain<float>(place, isNullable),
            ArrowType.Float { Bits: 64 } => Plain<double>(place, isNullable),
            ArrowType.Decimal { Bits: 128, Scale: >= 0 and <= DecimalStorage.ScaleMax } type =>
                new FixedReader<decimal, Int128, DecimalStorage>(place, isNullable, new(type.Precision, type.Scale)),
            ArrowType.Date { IsMilliseconds: false } => new FixedReader<DateOnly, int, DateStorage>(place, isNullable, default),
            ArrowType.Time { Unit: TimeUnit.Microsecond } => new FixedReader<TimeOnly, long, TimeStorage>(place, isNullable, default),
            ArrowType.Timestamp { Unit: TimeUnit.Microsecond, Zone: null } =>
                new FixedReader<DateTime, long, TimestampStorage>(place, isNullable, default),
            ArrowType.Timestamp { Unit: TimeUnit.Microsecond } => new FixedReader<DateTimeOffset, long, InstantStorage>(place, isNullable, default),
            _ => throw Unknown(field),
        }
        : throw Unknown(field);

    /// <summary>Who builds a column.</summary>
    /// <exception cref="ArrowFormatException">.NET has no type for it here.</exception>
    internal static ColumnBuilder Builder(ArrowField field, int rows) => field.Type switch
    {
        ArrowType.Bool => new BoolBuilder(field, rows),
        ArrowType.Utf8 { IsLarge: false } => new Utf8Builder(field, rows),
        ArrowType.Binary { IsLarge: false } => new BytesBuilder(field, rows),
        ArrowType.Int { IsSigned: true, Bits: 8 } => Plain<sbyte>(field, rows),
        ArrowType.Int { IsSigned: true, Bits: 16 } => Plain<short>(field, rows),
        ArrowType.Int { IsSigned: true, Bits: 32 } => Plain<int>(field, rows),
        ArrowType.Int { IsSigned: true } => Plain<long>(field, rows),
        ArrowType.Int { Bits: 8 } => Plain<byte>(field, rows),
        ArrowType.Int { Bits: 16 } => Plain<ushort>(field, rows),
        ArrowType.Int { Bits: 32 } => Plain<uint>(field, rows),
        ArrowType.Int => Plain<ulong>(field, rows),
        ArrowType.Float { Bits: 32 } => Plain<float>(field, rows),
        ArrowType.Float { Bits: 64 } => Plain<double>(field, rows),
        ArrowType.Decimal { Bits: 128, Scale: >= 0 and <= DecimalStorage.ScaleMax } type =>
            new FixedBuilder<decimal, Int128, DecimalStorage>(field, rows, new(type.Precision, type.Scale)),
        ArrowType.Date { IsMilliseconds: false } => new FixedBuilder<DateOnly, int, DateStorage>(field, rows, default),
        ArrowType.Time { Unit: TimeUnit.Microsecond } => new FixedBuilder<TimeOnly, long, TimeStorage>(field, rows, default),
        ArrowType.Timestamp { Unit: TimeUnit.Microsecond, Zone: null } => new FixedBuilder<DateTime, long, TimestampStorage>(field, rows, default),
        ArrowType.Timestamp { Unit: TimeUnit.Microsecond } => new FixedBuilder<DateTimeOffset, long, InstantStorage>(field, rows, default),
        _ => throw Unknown(field),
    };

    private static FixedReader<T, T, PlainStorage<T>> Plain<T>(RowPlace place, bool isNullable)
        where T : unmanaged => new(place, isNullable, default);

    private static FixedBuilder<T, T, PlainStorage<T>> Plain<T>(ArrowField field, int rows)
        where T : unmanaged => new(field, rows, default);

    private static ArrowFormatException Unknown(ArrowField field) =>
        new($"the column \"{field.Name}\" is {field.Type}, for which rows have no type");
}
