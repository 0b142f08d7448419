using Runink.Data.Arrow;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Arrow.Rows;

namespace Runink.Data.Tests.Arrow.Rows;

/// <summary>Streams as values of .NET, row by row.</summary>
public sealed class RowTests
{
    private static readonly ArrowType Micros = new ArrowType.Timestamp(TimeUnit.Microsecond, null);

    public static TheoryData<ArrowType, object[]> Values { get; } = new()
    {
        { new ArrowType.Bool(), [true, false, true] },
        { new ArrowType.Utf8(false), ["", "plain", "žluťoučký \U0001F40E", new string('x', 100_000)] },
        { new ArrowType.Binary(false), [Array.Empty<byte>(), new byte[] { 0, 255 }] },
        { new ArrowType.Int(8, true), [sbyte.MinValue, sbyte.MaxValue] },
        { new ArrowType.Int(16, true), [short.MinValue, short.MaxValue] },
        { new ArrowType.Int(32, true), [int.MinValue, int.MaxValue] },
        { new ArrowType.Int(64, true), [long.MinValue, long.MaxValue] },
        { new ArrowType.Int(8, false), [byte.MinValue, byte.MaxValue] },
        { new ArrowType.Int(16, false), [ushort.MinValue, ushort.MaxValue] },
        { new ArrowType.Int(32, false), [uint.MinValue, uint.MaxValue] },
        { new ArrowType.Int(64, false), [ulong.MinValue, ulong.MaxValue] },
        { new ArrowType.Float(32), [float.MinValue, float.NaN, float.Epsilon] },
        { new ArrowType.Float(64), [double.MaxValue, double.NegativeInfinity] },
        { new ArrowType.Decimal(18, 2, 128), [0m, -0.01m, 9999999999999999.99m] },
        { new ArrowType.Decimal(38, 0, 128), [decimal.MaxValue, decimal.MinValue] },
        { new ArrowType.Decimal(28, 28, 128), [0.9999999999999999999999999999m] },
        { new ArrowType.Date(false), [DateOnly.MinValue, new DateOnly(1970, 1, 1), DateOnly.MaxValue] },
        { new ArrowType.Time(TimeUnit.Microsecond), [TimeOnly.MinValue, new TimeOnly(23, 59, 59, 999, 999)] },
        { Micros, [DateTime.MinValue, new DateTime(1969, 12, 31, 23, 59, 59).AddMicroseconds(1), new DateTime(9999, 12, 31)] },
        { new ArrowType.Timestamp(TimeUnit.Microsecond, "UTC"), [DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch] },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_come_back_as_they_went_and_so_does_NULL(ArrowType type, object[] values)
    {
        object?[] rows = [null, .. values, null, .. values];
        Assert.Equal(rows, Read(Write(type, isNullable: true, rows), isNullable: true));
        Assert.Equal(values, Read(Write(type, isNullable: false, values!), isNullable: false));
    }

    [Fact]
    public void Batches_are_written_as_they_fill_up()
    {
        var rows = Enumerable.Range(0, 3 * RowWriter.BatchRows + 5).Select(i => i % 3 == 0 ? null : (object)(long)i).ToArray();
        var bytes = Write(new ArrowType.Int(64, true), isNullable: true, rows);
        Assert.Equal(rows, Read(bytes, isNullable: true));
        Assert.Equal([RowWriter.BatchRows, RowWriter.BatchRows, RowWriter.BatchRows, 5], Batches(bytes));
        Assert.Equal([1, 1], Batches(Write(new ArrowType.Utf8(false), true, [new string('x', (int)RowWriter.BatchBytes), "y"])));
    }

    [Fact]
    public void A_stream_without_rows_has_none() => Assert.Empty(Read(Write(new ArrowType.Bool(), true, []), true));

    [Theory]
    [InlineData(18, 2, "1.005", "1.01")]
    [InlineData(18, 2, "-1.005", "-1.01")]
    [InlineData(18, 2, "1", "1.00")]
    [InlineData(4, 2, "99.99", "99.99")]
    [InlineData(4, 2, "99.995", null)]
    [InlineData(38, 28, "9999999999.5", "9999999999.5")]
    [InlineData(38, 28, "10000000000", null)]
    [InlineData(38, 9, "-79228162514264337593543950335", "-79228162514264337593543950335")]
    [InlineData(38, 10, "79228162514264337593543950335", null)]
    public void Decimals_are_rounded_to_the_column_or_do_not_fit(int precision, int scale, string value, string? stored)
    {
        var expected = stored is null ? null : (object)decimal.Parse(stored, System.Globalization.CultureInfo.InvariantCulture);
        var given = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        var bytes = Write(new ArrowType.Decimal(precision, scale, 128), true, [given], unfit: stored is null);
        Assert.Equal([expected], Read(bytes, isNullable: true));
    }

    [Fact]
    public void A_NULL_does_not_fit_a_getter_that_takes_none()
    {
        using var reader = Open(Write(new ArrowType.Int(32, true), true, [1, null]), isNullable: false);
        Assert.True(reader.Next());
        Assert.Equal(-1, reader.FindUnfit());
        Assert.True(reader.Next());
        Assert.Equal((0, true), (reader.FindUnfit(), reader.IsNull(0)));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-62_135_596_800_000_001)]
    public void A_moment_that_DotNet_does_not_have_does_not_fit(long micros)
    {
        // The same bytes under another type: eight of them, whatever they mean.
        var bytes = Write(new ArrowType.Int(64, true), true, [micros]);
        using var numbers = ArrowStreamReader.Open(new MemoryStream(bytes));
        using var batch = numbers.Read()!;
        var place = new RowPlace { Row = 0 };
        foreach (var type in new[] { Micros, new ArrowType.Timestamp(TimeUnit.Microsecond, "UTC"), new ArrowType.Time(TimeUnit.Microsecond) })
        {
            var reader = RowColumns.Reader(new ArrowField("x", type), place, isNullable: true);
            reader.Load(batch.Columns[0]);
            Assert.True(reader.NeedsCheck);
            Assert.False(reader.Fits(0));
        }
    }

    [Fact]
    public void A_stream_that_is_cut_is_an_error_and_not_an_end()
    {
        var whole = Write(new ArrowType.Int(32, true), true, [1, 2]);
        using var reader = Open(whole[..^8], isNullable: true);
        Assert.True(reader.Next() && reader.Next());
        Assert.Throws<ArrowFormatException>(() => reader.Next());
    }

    [Fact]
    public void A_type_that_DotNet_does_not_have_is_refused()
    {
        using var output = new MemoryStream();
        using var stream = new ArrowStreamWriter(output, new ArrowSchema([new("x", new ArrowType.Interval(IntervalUnit.MonthDayNano))]));
        Assert.Throws<ArrowFormatException>(() => new RowWriter(stream));
    }

    private static byte[] Write(ArrowType type, bool isNullable, object?[] values, bool unfit = false)
    {
        using var output = new MemoryStream();
        using var stream = new ArrowStreamWriter(output, new ArrowSchema([new ArrowField("x", type) { IsNullable = isNullable }]));
        var writer = new RowWriter(stream);
        foreach (var value in values)
        {
            writer.Setters[0].DynamicInvoke(value);
            if (unfit) Assert.Equal(0, writer.FindUnfit());
            writer.EndRow();
        }

        writer.Complete();
        return output.ToArray();
    }

    private static RowReader Open(byte[] bytes, bool isNullable) => new(ArrowStreamReader.Open(new MemoryStream(bytes)), [isNullable]);

    private static List<object?> Read(byte[] bytes, bool isNullable)
    {
        using var reader = Open(bytes, isNullable);
        var found = new List<object?>();
        while (reader.Next())
        {
            Assert.Equal(-1, reader.FindUnfit());
            found.Add(reader.Getters[0].DynamicInvoke());
        }

        return found;
    }

    private static List<int> Batches(byte[] bytes)
    {
        using var reader = ArrowStreamReader.Open(new MemoryStream(bytes));
        var rows = new List<int>();
        while (reader.Read() is { } batch)
        {
            using (batch) rows.Add(batch.RowCount);
        }

        return rows;
    }
}
