using System.Globalization;
using Runink.Data.Engines;

namespace Runink.Data.Tests.Results;

public sealed class QueryResultTests : IDisposable
{
    private readonly TestEngine _test = new();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("true", true)]
    [InlineData("(-128)::TINYINT", (sbyte)-128)]
    [InlineData("255::UTINYINT", (byte)255)]
    [InlineData("(-32768)::SMALLINT", (short)-32768)]
    [InlineData("65535::USMALLINT", (ushort)65535)]
    [InlineData("7", 7)]
    [InlineData("4294967295::UINTEGER", uint.MaxValue)]
    [InlineData("7::BIGINT", 7L)]
    [InlineData("18446744073709551615::UBIGINT", ulong.MaxValue)]
    [InlineData("0.5::FLOAT", 0.5f)]
    [InlineData("'NaN'::DOUBLE", double.NaN)]
    [InlineData("''", "")]
    [InlineData("'b'::ENUM('a', 'b')", "b")]
    [InlineData("NULL", null)]
    public void Plain_values_arrive_as_their_NET_type(string sql, object? expected) =>
        Assert.Equal(expected, _test.Scalar("SELECT " + sql));

    [Theory]
    [InlineData("1.5::DECIMAL(4,1)", "1.5")]
    [InlineData("(-12345.67)::DECIMAL(9,2)", "-12345.67")]
    [InlineData("123456789012.345678::DECIMAL(18,6)", "123456789012.345678")]
    [InlineData("(-1234567890123456789012345.678)::DECIMAL(38,3)", "-1234567890123456789012345.678")]
    public void Decimals_of_every_width_keep_their_digits_and_scale(string sql, string expected) =>
        Assert.Equal(expected, Assert.IsType<decimal>(_test.Scalar("SELECT " + sql)).ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void Wide_integers_dates_times_and_identifiers_arrive_exactly()
    {
        var row = Assert.Single(_test.Rows(
            """
            SELECT '-170141183460469231731687303715884105728'::HUGEINT, 340282366920938463463374607431768211455::UHUGEINT,
                   DATE '0001-01-01', TIME '23:59:59.999999', TIMESTAMP '1969-12-31 23:59:59.999999',
                   TIMESTAMPTZ '2026-01-01 00:00:00+02', '2026-01-01'::TIMESTAMP_S, '2026-01-01 00:00:00.001'::TIMESTAMP_MS,
                   '2026-01-01 00:00:00.000000100'::TIMESTAMP_NS, '00112233-4455-6677-8899-aabbccddeeff'::UUID, '\x00\xFF'::BLOB
            """));
        Assert.Equal(Int128.MinValue, row[0]);
        Assert.Equal(UInt128.MaxValue, row[1]);
        Assert.Equal(new DateOnly(1, 1, 1), row[2]);
        Assert.Equal(new TimeOnly(23, 59, 59, 999, 999), row[3]);
        Assert.Equal(new DateTime(1969, 12, 31, 23, 59, 59, 999, 999), row[4]);
        Assert.Equal(new DateTimeOffset(2025, 12, 31, 22, 0, 0, TimeSpan.Zero), row[5]);
        Assert.Equal(new DateTime(2026, 1, 1), row[6]);
        Assert.Equal(new DateTime(2026, 1, 1, 0, 0, 0, 1), row[7]);
        Assert.Equal(new DateTime(2026, 1, 1).AddTicks(1), row[8]);
        Assert.Equal(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), row[9]);
        Assert.Equal(new byte[] { 0, 255 }, row[10]);
    }

    [Fact]
    public void Lists_structs_maps_and_arrays_arrive_as_collections()
    {
        var row = Assert.Single(_test.Rows(
            "SELECT [[1], NULL, []], {'a': 1, 'b': {'c': 'x'}}, MAP {'k': [1, 2]}, [1.5, 2.5]::DECIMAL(4,1)[2]"));
        var list = Assert.IsType<object?[]>(row[0]);
        Assert.Equal(new object?[] { new object?[] { 1 }, null, Array.Empty<object?>() }, list);
        var fields = Assert.IsType<OrderedDictionary<string, object?>>(row[1]);
        Assert.Equal(["a", "b"], fields.Keys);
        Assert.Equal("x", Assert.IsType<OrderedDictionary<string, object?>>(fields["b"])["c"]);
        var pair = Assert.Single(Assert.IsType<KeyValuePair<object?, object?>[]>(row[2]));
        Assert.Equal("k", pair.Key);
        Assert.Equal(new object?[] { 1, 2 }, pair.Value);
        Assert.Equal(new object?[] { 1.5m, 2.5m }, row[3]);
    }

    [Theory]
    [InlineData("DATE 'infinity'")]
    [InlineData("INTERVAL 1 MONTH")]
    [InlineData("1e37::DECIMAL(38,0)")]
    public void A_value_that_NET_cannot_hold_says_how_to_read_it(string sql)
    {
        var error = Assert.Throws<EngineException>(() => _test.Scalar("SELECT " + sql));
        Assert.Contains("cast the column to VARCHAR", error.Message, StringComparison.Ordinal);
        Assert.NotNull(_test.Scalar($"SELECT ({sql})::VARCHAR"));
    }

    [Fact]
    public void Strings_of_every_layout_arrive_whole()
    {
        string[] texts =
            ["", "x", new string('y', 12), new string('z', 13), new string('\u00e9', 1 << 19), "\U0001F984\u4e2d"];
        foreach (var text in texts)
        {
            using var statement = _test.Connection.Prepare("SELECT t FROM (VALUES ($1), (NULL), ($1)) v(t)");
            using var result = statement.Bind(1, text).Query(TestContext.Current.CancellationToken);
            Assert.Equal([text, null, text], result.Rows().Select(r => (string?)r[0]));
        }
    }

    [Fact]
    public void A_stream_yields_the_same_rows_as_a_materialised_result_and_holds_little()
    {
        const string sql = "SELECT range AS r, CASE WHEN range % 3 = 0 THEN NULL ELSE range::VARCHAR END AS t FROM range(10_000)";
        using var materialised = _test.Query(sql);
        using var other = _test.Engine.Connect();
        using var streamed = other.Stream(sql, TestContext.Current.CancellationToken);
        Assert.Equal(materialised.Rows().Select(r => (r[0], r[1])), streamed.Rows().Select(r => (r[0], r[1])));
    }

    [Fact]
    public void A_stream_that_is_left_early_frees_its_connection()
    {
        using (var result = _test.Stream("SELECT range FROM range(100_000_000)")) result.NextChunk()!.Dispose();
        Assert.Equal(1, _test.Scalar("SELECT 1"));
    }

    [Fact]
    public void A_stream_that_fails_on_the_way_reports_it()
    {
        // Of several threads the engine may report the one that the failing one interrupted.
        using var test = new TestEngine(threads: 1);
        using var result = test.Stream(
            "SELECT CASE WHEN range = 500_000 THEN error('bad row') ELSE range END FROM range(1_000_000)");
        var error = Assert.Throws<EngineException>(() => result.Rows().Count());
        Assert.Equal("bad row", error.Message);
    }

    [Fact]
    public void Vectors_show_values_and_nulls_in_place()
    {
        using var result = _test.Query(
            "SELECT range, CASE WHEN range % 2 = 0 THEN 'a string of more than twelve' END FROM range(100)");
        using var chunk = result.NextChunk()!;
        Assert.Null(result.NextChunk());
        var numbers = chunk[0];
        Assert.True(numbers.Validity.IsEmpty);
        Assert.Equal(4950, Sum(numbers.Values<long>()));
        var texts = chunk[1];
        Assert.Equal(2, texts.Validity.Length);
        Assert.Equal(0x5555555555555555UL, texts.Validity[0]);
        Assert.True(texts.IsNull(99));
        Assert.True(texts.Strings()[99].IsEmpty);
        Assert.True(texts.Strings()[98].SequenceEqual("a string of more than twelve"u8));

        static long Sum(ReadOnlySpan<long> values)
        {
            var sum = 0L;
            foreach (var value in values) sum += value;
            return sum;
        }
    }

    [Fact]
    public void A_chunk_cannot_be_read_after_it_was_given_back()
    {
        using var result = _test.Query("SELECT 1");
        var chunk = result.NextChunk()!;
        chunk.Dispose();
        Assert.Throws<ObjectDisposedException>(() => chunk[0].RowCount);
        result.Dispose();
        Assert.Throws<ObjectDisposedException>(() => result.NextChunk());
    }
}
