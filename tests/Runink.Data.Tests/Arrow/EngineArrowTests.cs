using Runink.Data.Arrow;
using Runink.Data.Arrow.Bridge;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Arrow.Memory;
using Runink.Data.Engines;

namespace Runink.Data.Tests.Arrow;

/// <summary>Out of the engine, over a stream, and into the engine again: SQL shows the same.</summary>
public sealed class EngineArrowTests
{
    [Theory]
    [InlineData("BOOLEAN", "i % 3 = 0")]
    [InlineData("TINYINT", "i % 128 - 64")]
    [InlineData("SMALLINT", "i - 3000")]
    [InlineData("INTEGER", "i * 7919 - 10000")]
    [InlineData("BIGINT", "i * 7919::BIGINT * 1000003 - 5")]
    [InlineData("UTINYINT", "i % 256")]
    [InlineData("USMALLINT", "i")]
    [InlineData("UINTEGER", "i + 4000000000")]
    [InlineData("UBIGINT", "i + 18446744073709500000")]
    [InlineData("HUGEINT", "i - '170141183460469231731687303715884100000'::HUGEINT")]
    [InlineData("UHUGEINT", "'340282366920938463463374607431768200000'::UHUGEINT - i::UHUGEINT")]
    [InlineData("FLOAT", "i / 7")]
    [InlineData("DOUBLE", "i / 7")]
    [InlineData("DECIMAL(4,1)", "(i % 1000) / 10 - 50")]
    [InlineData("DECIMAL(9,2)", "i / 4 - 100")]
    [InlineData("DECIMAL(18,3)", "i * 1000003 / 8 - 100")]
    [InlineData("DECIMAL(38,10)", "i::HUGEINT * 100000000000000003 - 100")]
    [InlineData("VARCHAR", "repeat('\u00e9', (i % 20)::BIGINT) || i")]
    [InlineData("BLOB", "encode(repeat('x', (i % 30)::BIGINT))")]
    [InlineData("DATE", "DATE '1970-01-01' + (i - 3000)::INTEGER")]
    [InlineData("TIME", "TIME '00:00:00' + INTERVAL (i * 14) SECOND")]
    [InlineData("TIMESTAMP", "TIMESTAMP '1999-12-31 23:59:59.123456' + INTERVAL (i) HOUR")]
    [InlineData("TIMESTAMP_S", "TIMESTAMP '1960-12-31 23:59:59' + INTERVAL (i) HOUR")]
    [InlineData("TIMESTAMP_MS", "TIMESTAMP '1960-12-31 23:59:59' + INTERVAL (i) MILLISECOND")]
    [InlineData("TIMESTAMP_NS", "make_timestamp_ns(i * 1000003)")]
    [InlineData("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ '2026-01-01 00:00:00Z' + INTERVAL (i) MINUTE")]
    [InlineData("INTERVAL", "INTERVAL (i) MONTH + INTERVAL (i % 31) DAY + INTERVAL (i * 7) MICROSECOND")]
    [InlineData("UUID", "md5(i::VARCHAR)::UUID")]
    [InlineData("INTEGER[]", "list_transform(range(i % 5), lambda x: CASE WHEN x = 2 THEN NULL ELSE x + i END)")]
    [InlineData("VARCHAR[][]", "[['a', i::VARCHAR], [], NULL, [repeat('long', (i % 9)::BIGINT)]]")]
    [InlineData("BOOLEAN[]", "[i % 2 = 0, NULL, i % 3 = 0]")]
    [InlineData("INTEGER[3]", "[i, NULL, i + 2]")]
    [InlineData("STRUCT(\"a\" INTEGER, \"b\" VARCHAR)", "{'a': i, 'b': CASE WHEN i % 5 = 0 THEN NULL ELSE 'text number ' || i END}")]
    [InlineData("STRUCT(\"a\" STRUCT(\"b\" INTEGER[]))[]", "[{'a': {'b': [i]}}, {'a': NULL}, NULL, {'a': {'b': [i, NULL]}}]")]
    [InlineData("MAP(VARCHAR, INTEGER)", "map {'k' || i: i, 'a key longer than twelve': NULL}")]
    [InlineData("STRUCT(\"x\" INTEGER[2])", "{'x': [i, i]}")]
    public void Every_type_makes_the_round(string type, string value)
    {
        using var test = new TestEngine();
        using var flows = Flows(test);
        // Rows without NULLs, with some, with only NULLs; and more rows than a chunk.
        const string isNull = "i >= 2100 AND (i % 7 = 0 OR i > 5500)";
        test.Execute($"CREATE TABLE t AS FROM (SELECT i, CAST({value} AS {type}) AS v FROM range(6000) r(i) WHERE NOT ({isNull}) "
            + $"UNION ALL SELECT i, NULL FROM range(6000) r(i) WHERE {isNull}) ORDER BY i");
        flows.Add("t", Stream(test, "SELECT i, v FROM t", rows: 2500));
        test.Execute("CREATE TABLE u AS FROM arrow_stream('t')");
        Assert.Equal(type, test.Connection.Describe("SELECT v FROM u")[0].Type);
        Assert.Equal(6000L, test.Scalar("SELECT count(*) FROM u"));
        Assert.Equal(0L, test.Scalar("SELECT count(*) FROM (FROM t EXCEPT ALL FROM u)"));
        Assert.Equal(0L, test.Scalar("SELECT count(*) FROM t JOIN u USING (i) WHERE t.v::VARCHAR IS DISTINCT FROM u.v::VARCHAR"));
        Assert.Equal(test.Scalar("SELECT count(v) FROM t"), test.Scalar("SELECT count(v) FROM u"));
    }

    [Fact]
    public void An_enum_arrives_as_its_text()
    {
        using var test = new TestEngine();
        using var flows = Flows(test);
        test.Execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'a mood that is longer than twelve')");
        var query = "SELECT CASE WHEN i % 4 = 3 THEN NULL ELSE enum_range(NULL::mood)[i % 4 + 1]::mood END AS m FROM range(5000) r(i)";
        flows.Add("m", Stream(test, query));
        Assert.Equal("VARCHAR", test.Connection.Describe("FROM arrow_stream('m')")[0].Type);
        test.Execute("CREATE TABLE got AS SELECT m, count(*) AS n FROM arrow_stream('m') GROUP BY m");
        Assert.Equal(0L, test.Scalar($"SELECT count(*) FROM ((FROM got) EXCEPT (SELECT m::VARCHAR, count(*) FROM ({query}) GROUP BY 1))"));
        Assert.Equal(4L, test.Scalar("SELECT count(*) FROM got"));
    }

    [Fact]
    public void What_lies_scattered_in_the_engine_is_gathered_in_order()
    {
        using var test = new TestEngine();
        using var flows = Flows(test);
        const string query = """
            SELECT i, list_reverse(l) AS reversed, l[2:] AS rest, list_filter(l, lambda x: x % 2 = 0) AS even, {'l': l, 'i': i} AS s
            FROM (SELECT i, range(i % 9) AS l FROM range(9000) r(i)) WHERE i % 3 <> 0 ORDER BY i DESC
            """;
        using var other = test.Engine.Connect();
        using var result = other.Stream(query, TestContext.Current.CancellationToken);
        flows.Add("scattered", Stream(result, rows: 3000));
        test.Execute("CREATE TABLE got AS FROM arrow_stream('scattered')");
        Assert.Equal(0L, test.Scalar($"SELECT count(*) FROM ((FROM got) EXCEPT ALL ({query}))"));
        Assert.Equal(6000L, test.Scalar("SELECT count(*) FROM got"));
    }

    [Fact]
    public void Lists_of_more_values_than_a_chunk_has_rows_arrive_whole()
    {
        using var test = new TestEngine();
        using var flows = Flows(test);
        test.Execute("CREATE TABLE t AS SELECT i, list_transform(range(500), lambda x: CASE WHEN x % 9 = 0 THEN NULL ELSE 'value ' || x || ' of ' || i END) AS l FROM range(300) r(i)");
        flows.Add("t", Stream(test, "FROM t"));
        test.Execute("CREATE TABLE u AS FROM arrow_stream('t')");
        Assert.Equal(0L, test.Scalar("SELECT count(*) FROM (FROM t EXCEPT ALL FROM u)"));
        Assert.Equal(300L, test.Scalar("SELECT count(*) FROM u"));
    }

    [Fact]
    public void An_empty_result_keeps_its_columns()
    {
        using var test = new TestEngine();
        using var flows = Flows(test);
        flows.Add("none", Stream(test, "SELECT 1 AS a, 'x' AS b, [1] AS c WHERE false"));
        Assert.Equal(0L, test.Scalar("SELECT count(*) FROM arrow_stream('none') WHERE b = 'y'"));
    }

    [Fact]
    public void Only_the_wanted_columns_are_written_and_in_the_wanted_order()
    {
        using var test = new TestEngine();
        using var flows = Flows(test);
        flows.Add("wide", Stream(test, "SELECT i AS a, 'text ' || i AS b, i * 2 AS c FROM range(5000) r(i)"));
        Assert.Equal(24995000L, test.Scalar("SELECT (sum(c - a) + 12497500)::BIGINT FROM (SELECT c, a FROM arrow_stream('wide'))"));
    }

    [Fact]
    public void A_flow_is_read_once_and_says_so_the_second_time()
    {
        using var test = new TestEngine();
        using var flows = Flows(test);
        flows.Add("once", Stream(test, "SELECT 1 AS a"));
        Assert.Equal(1L, test.Scalar("SELECT count(*) FROM arrow_stream('once')"));
        Assert.Contains("read already", Failure(test, "FROM arrow_stream('once')").Message, StringComparison.Ordinal);
        Assert.Contains("no flow", Failure(test, "FROM arrow_stream('never')").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flow_whose_writer_stopped_half_way_is_an_error_and_not_fewer_rows()
    {
        using var test = new TestEngine();
        using var flows = Flows(test);
        var bytes = Bytes(test, "SELECT i FROM range(100) r(i)");
        flows.Add("cut", ArrowStreamReader.Open(new MemoryStream(bytes, 0, bytes.Length - 8)));
        var failure = Failure(test, "SELECT sum(i) FROM arrow_stream('cut')");
        Assert.Contains("stopped half-way", failure.Message, StringComparison.Ordinal);
        Assert.IsType<ArrowFormatException>(failure.InnerException);
    }

    [Fact]
    public void A_query_that_needs_no_more_rows_closes_the_stream()
    {
        using var test = new TestEngine();
        using var flows = Flows(test);
        var stream = new MemoryStream(Bytes(test, "SELECT i FROM range(300000) r(i)"));
        flows.Add("long", ArrowStreamReader.Open(stream));
        using (var result = test.Query("FROM arrow_stream('long') LIMIT 1")) Assert.Equal(0L, result.Scalar());
        Assert.False(stream.CanRead);
    }

    [Fact]
    public void Inside_a_null_everything_is_null()
    {
        // Arrow may hold values inside a NULL; SQL must not find them.
        var inner = new ArrowField("a", new ArrowType.Int(32, IsSigned: true));
        var field = new ArrowField("s", new ArrowType.Struct()) { Children = [inner] };
        var numbers = new ArrowColumn(inner, 2) { Data = new byte[] { 1, 0, 0, 0, 2, 0, 0, 0 } };
        var column = new ArrowColumn(field, 2) { NullCount = 1, Validity = new byte[] { 1 }, Children = [numbers] };
        Assert.Equal(new object?[] { 1, null }, Read(field, column, "SELECT s.a FROM arrow_stream('f')").Select(row => row[0]));
    }

    [Fact]
    public void Text_that_is_not_utf8_does_not_reach_the_engine_unless_it_is_null()
    {
        var field = new ArrowField("t", new ArrowType.Utf8(IsLarge: false));
        var broken = new ArrowColumn(field, 2)
        {
            Offsets = new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0 },
            Data = new byte[] { 0xC3, 0xA9 },
        };
        var failure = Assert.Throws<EngineException>(() => Read(field, broken, "FROM arrow_stream('f')"));
        Assert.Contains("row 0 of the column \"t\" is not valid UTF-8", failure.Message, StringComparison.Ordinal);
        var hidden = new ArrowColumn(field, 2)
        {
            NullCount = 1,
            Validity = new byte[] { 2 },
            Offsets = new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0 },
            Data = new byte[] { 0xFF, (byte)'x' },
        };
        Assert.Equal(new object?[] { null, "x" }, Read(field, hidden, "FROM arrow_stream('f')").Select(row => row[0]));
    }

    [Fact]
    public void Values_that_the_type_in_sql_cannot_hold_are_refused()
    {
        Refused(new ArrowType.Decimal(3, 0, 32), BitConverter.GetBytes(1000));
        Refused(new ArrowType.Time(TimeUnit.Microsecond), BitConverter.GetBytes(-1L));
        Refused(new ArrowType.Time(TimeUnit.Second), BitConverter.GetBytes(86_401));
        Refused(new ArrowType.Timestamp(TimeUnit.Second, "UTC"), BitConverter.GetBytes(long.MaxValue));
        Refused(new ArrowType.Duration(TimeUnit.Second), BitConverter.GetBytes(long.MinValue));
        Refused(new ArrowType.Date(IsMilliseconds: true), BitConverter.GetBytes(long.MaxValue));

        static void Refused(ArrowType type, byte[] value)
        {
            var field = new ArrowField("v", type);
            var failure = Assert.Throws<EngineException>(
                () => Read(field, new ArrowColumn(field, 1) { Data = value }, "FROM arrow_stream('f')"));
            Assert.Contains("cannot hold", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_type_without_a_place_in_arrow_is_refused_with_advice()
    {
        using var test = new TestEngine();
        using var result = test.Query("SELECT '101'::BIT AS flags");
        var failure = Assert.Throws<EngineException>(() => new ArrowResultReader(result));
        Assert.Contains("\"flags\" of type BIT", failure.Message, StringComparison.Ordinal);
        Assert.Contains("cast it to VARCHAR", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_other_programs_write_is_read_into_tables()
    {
        using var test = new TestEngine();
        using var flows = Flows(test);
        foreach (var name in new[] { "primitive", "datetime", "nested", "map", "decimal", "dictionary", "interval_mdn", "large_binary", "recursive_nested", "null" })
        {
            flows.Add(name, ArrowStreamReader.Open(File.OpenRead(Path.Combine(OfficialFiles.Folder(), $"generated_{name}.stream"))));
            test.Execute($"CREATE TABLE \"{name}\" AS FROM arrow_stream('{name}')");
            Assert.InRange((long)test.Scalar($"SELECT count(*) FROM (SELECT DISTINCT t FROM \"{name}\" t)")!, 10, 10_000);
        }
    }

    [Fact]
    public void Several_threads_read_a_flow_and_each_row_comes_once()
    {
        const int rows = 200_000;
        using var test = new TestEngine();
        test.Execute("SET preserve_insertion_order = false");
        test.Execute("SET threads = 4");
        using var flows = Flows(test);
        flows.Add("many", Stream(test, $"SELECT range AS i, 'a text that does not fit inline ' || range AS t FROM range({rows})", rows: 2_048));
        test.Execute("CREATE TABLE got AS SELECT i, t, md5(t) AS h FROM arrow_stream('many')");
        Assert.Equal((long)rows, test.Scalar("SELECT count(DISTINCT i) FROM got"));
        Assert.Equal((long)rows, test.Scalar("SELECT count(*) FROM got WHERE t = 'a text that does not fit inline ' || i AND h = md5(t)"));
    }

    private static ArrowFlows Flows(TestEngine test)
    {
        var flows = new ArrowFlows();
        test.Engine.Register(flows);
        return flows;
    }

    private static EngineException Failure(TestEngine test, string sql) => Assert.Throws<EngineException>(() => test.Scalar(sql));

    private static List<object?[]> Read(ArrowField field, ArrowColumn column, string sql)
    {
        using var test = new TestEngine();
        using var flows = Flows(test);
        var schema = new ArrowSchema([field]);
        using var batch = new RecordBatch(schema, column.Length, [column], new BatchMemory());
        flows.Add("f", ArrowStreamReader.Open(RoundTripTests.Write(schema, batch)));
        return test.Rows(sql);
    }

    private static ArrowStreamReader Stream(TestEngine test, string sql, int rows = ArrowResultReader.DefaultRows)
    {
        using var result = test.Query(sql);
        return Stream(result, rows);
    }

    private static ArrowStreamReader Stream(Data.Results.QueryResult result, int rows)
    {
        using var reader = new ArrowResultReader(result, rows);
        return ArrowStreamReader.Open(RoundTripTests.Write(reader.Schema, All(reader)));
    }

    private static byte[] Bytes(TestEngine test, string sql)
    {
        using var result = test.Query(sql);
        using var reader = new ArrowResultReader(result);
        return RoundTripTests.Write(reader.Schema, All(reader)).ToArray();
    }

    private static IEnumerable<RecordBatch> All(ArrowResultReader reader)
    {
        while (reader.Read() is { } batch)
        {
            using (batch) yield return batch;
        }
    }
}
