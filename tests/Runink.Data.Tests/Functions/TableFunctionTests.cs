using Runink.Data.Engines;

namespace Runink.Data.Tests.Functions;

public sealed class TableFunctionTests : IDisposable
{
    private readonly TestEngine _test = new(threads: 2, preserveOrder: false);
    private readonly NumbersFunction _numbers = new();

    public TableFunctionTests() => _test.Engine.Register(_numbers);

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Columns_and_types_are_known_without_reading()
    {
        var columns = _test.Connection.Describe("SELECT * FROM numbers(10, 'x')");
        Assert.Equal([("id", "UBIGINT"), ("text", "VARCHAR"), ("price", "DECIMAL(18,3)")], columns.Select(c => (c.Name, c.Type)));
        Assert.Equal(0, _numbers.Opened);
    }

    [Fact]
    public void Two_threads_deliver_each_row_once()
    {
        _numbers.Filled = _ => SpinWait.SpinUntil(() => _numbers.Readers == 2, TimeSpan.FromSeconds(20));
        _test.Execute("CREATE TABLE t AS SELECT id FROM numbers(1_000_000, 'x')");
        Assert.Equal(2, _numbers.Readers);
        Assert.Equal(
            [1_000_000L, 1_000_000L, 499_999_500_000L],
            Assert.Single(_test.Rows("SELECT count(*), count(DISTINCT id), sum(id)::BIGINT FROM t")));
    }

    [Fact]
    public void Every_reader_and_source_is_disposed_also_after_a_failure()
    {
        _test.Scalar("SELECT sum(id) FROM numbers(100_000, 'x')");
        Assert.Throws<EngineException>(() => _test.Scalar("SELECT sum(id) FROM numbers(100_000, 'fail at 49152')"));
        using (var result = _test.Stream("SELECT id FROM numbers(10_000_000, 'x')")) result.NextChunk()!.Dispose();
        Assert.Equal(3, _numbers.Opened);
        Assert.Equal(0, _numbers.Open);
    }

    [Theory]
    [InlineData("count(*)", "0")]
    [InlineData("sum(id)", "0")]
    [InlineData("max(price), min(id)", "0,2")]
    [InlineData("max(text)", "1")]
    public void Only_the_wanted_columns_are_asked_for(string what, string expected)
    {
        _test.Scalar($"SELECT {what} FROM numbers(5_000, 'x')");
        Assert.Equal(expected, string.Join(',', _numbers.Projection.Order()));
    }

    [Fact]
    public void Rows_can_be_counted()
    {
        Assert.Equal(12_345L, _test.Scalar("SELECT count(*) FROM numbers(12_345, 'x')"));
        Assert.Equal(12_345L, _test.Scalar("SELECT count(*) FROM (SELECT 1 FROM numbers(12_345, 'x'))"));
        Assert.Equal(0L, _test.Scalar("SELECT count(*) FROM numbers(0, 'x')"));
    }

    [Fact]
    public void Texts_that_were_not_copied_survive_sorting_joining_and_storing()
    {
        _test.Execute("CREATE TABLE kept AS SELECT * FROM numbers(50_000, 'x')");
        Assert.Equal(
            0L,
            _test.Scalar(
                $"""
                SELECT count(*)
                FROM (SELECT id, text FROM kept UNION ALL FROM (SELECT id, text FROM numbers(50_000, 'x') ORDER BY text DESC))
                WHERE text IS DISTINCT FROM {NumbersFunction.TextAsSql}
                """));
        Assert.Equal(
            50_000L,
            _test.Scalar(
                "SELECT count(*) FROM numbers(50_000, 'x') a JOIN kept b ON a.text IS NOT DISTINCT FROM b.text AND a.id = b.id"));
        Assert.Equal(
            33_333L, _test.Scalar("SELECT count(text) FROM (SELECT * FROM numbers(50_000, 'x') WHERE id % 3 <> 0)"));
    }

    [Fact]
    public void A_stream_of_texts_that_were_not_copied_reads_right()
    {
        using var result = _test.Stream("SELECT id, text FROM numbers(100_000, 'x')");
        var rows = 0;
        foreach (var row in result.Rows())
        {
            Assert.Equal(NumbersFunction.TextOf((long)(ulong)row[0]!), row[1]);
            rows++;
        }
        Assert.Equal(100_000, rows);
    }

    [Fact]
    public void Order_is_kept_when_the_engine_is_asked_to()
    {
        using var ordered = new TestEngine(threads: 2, preserveOrder: true);
        ordered.Engine.Register(new NumbersFunction());
        Assert.Equal(
            Enumerable.Range(0, 20_000).Select(i => (ulong)i),
            ordered.Rows("SELECT id FROM numbers(20_000, 'x')").Select(r => (ulong)r[0]!));
    }

    [Theory]
    [InlineData("fail at 4096", EngineErrorType.InvalidInput)]
    [InlineData("fail to open", EngineErrorType.InvalidInput)]
    [InlineData("fail to bind", EngineErrorType.Binder)]
    public void What_a_reader_throws_ends_the_query_and_comes_back_as_it_was(string how, EngineErrorType type)
    {
        var error = Assert.Throws<EngineException>(() => _test.Scalar($"SELECT sum(id) FROM numbers(10_000, '{how}')"));
        Assert.Equal(type, error.Type);
        Assert.Equal(how, error.Message);
        Assert.IsType<InvalidDataException>(error.InnerException);
        Assert.Equal(10_000L, _test.Scalar("SELECT count(*) FROM numbers(10_000, 'x')"));
    }

    [Fact]
    public void A_reading_ends_when_the_query_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        _numbers.Filled = row => { if (row > 100_000) stop.Cancel(); };
        Assert.Throws<OperationCanceledException>(() =>
            _test.Connection.Execute("SELECT sum(id) FROM numbers(1_000_000_000, 'x')", stop.Token));
    }

    [Fact]
    public void Inline_texts_of_every_length_are_compared_right()
    {
        for (var length = 0; length <= 14; length++)
        {
            var text = "abcdefghijklmn"[..length];
            var other = length == 0 ? "x" : text[..^1] + "~";
            Assert.Equal(1L, _test.Scalar($"SELECT count(*) FROM numbers(1, '={text}') WHERE text = '{text}'"));
            Assert.Equal(
                0L, _test.Scalar($"SELECT count(*) FROM numbers(1, '={text}') WHERE text = '{other}' OR text = '{text}x'"));
            Assert.Equal(1L, _test.Scalar($"SELECT count(*) FROM (FROM numbers(1, '={text}') UNION SELECT 0, '{text}', 0)"));
        }
    }
}
