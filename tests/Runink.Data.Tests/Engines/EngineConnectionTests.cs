using Runink.Data.Engines;

namespace Runink.Data.Tests.Engines;

public sealed class EngineConnectionTests : IDisposable
{
    private readonly TestEngine _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Execute_counts_the_rows_that_the_last_statement_changed()
    {
        Assert.Equal(0, _test.Execute("CREATE TABLE t (a INTEGER)"));
        Assert.Equal(3, _test.Execute("INSERT INTO t VALUES (0); INSERT INTO t VALUES (1), (2), (3)"));
        Assert.Equal(4L, _test.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_statement_may_use_what_the_one_before_it_made() =>
        Assert.Equal(7, _test.Scalar("CREATE TEMP TABLE made AS SELECT 7 AS a; SELECT a FROM made"));

    [Theory]
    [InlineData("SELECT 1 +", EngineErrorType.Parser, 10)]
    [InlineData("SELECT \u00e9\u00e9, nope FROM (SELECT 1 AS \u00e9\u00e9)", EngineErrorType.Binder, 11)]
    [InlineData("SELECT * FROM missing", EngineErrorType.Catalog, 14)]
    public void A_mistake_names_its_kind_and_the_character_where_it_stands(string sql, EngineErrorType type, int position)
    {
        var error = Assert.Throws<EngineException>(() => _test.Query(sql));
        Assert.Equal(type, error.Type);
        Assert.Equal(position, error.Position);
        Assert.DoesNotContain("{", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_while_running_names_its_kind()
    {
        var error = Assert.Throws<EngineException>(() => _test.Query("SELECT range::VARCHAR::DATE FROM range(3)"));
        Assert.Equal(EngineErrorType.Conversion, error.Type);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public void A_text_without_a_statement_is_refused() =>
        Assert.Throws<EngineException>(() => _test.Execute(" -- nothing"));

    [Fact]
    public void A_text_with_a_NUL_is_refused_before_the_engine_cuts_it() =>
        Assert.Throws<ArgumentException>(() => _test.Execute("SELECT 1\0; DROP TABLE t"));

    [Fact]
    public void A_long_query_shows_its_progress_and_ends_when_another_thread_interrupts_it()
    {
        _test.Execute("CREATE TABLE t AS SELECT range AS a FROM range(5_000_000)");
        using var stop = new CancellationTokenSource();
        QueryProgress seen = default;
        using var watcher = new Thread(() =>
        {
            SpinWait.SpinUntil(() => (seen = _test.Connection.Progress) is { Percentage: > 0 }, TimeSpan.FromSeconds(20));
            stop.Cancel();
        }).Started();
        const string slow = "SELECT sum(list_sum(list_transform(range(100), lambda x: x * a % 7))) FROM t";
        var error = Assert.Throws<OperationCanceledException>(() => _test.Connection.Query(slow, stop.Token));
        Assert.Equal(EngineErrorType.Interrupt, Assert.IsType<EngineException>(error.InnerException).Type);
        Assert.True(seen.TotalRows >= 5_000_000, $"{seen}");
        Assert.InRange(seen.RowsProcessed, 1, seen.TotalRows - 1);
        Assert.Equal(1, _test.Scalar("SELECT 1"));
    }

    [Fact]
    public void A_streaming_query_ends_when_it_is_cancelled_between_two_chunks()
    {
        using var stop = new CancellationTokenSource();
        using var result = _test.Connection.Stream("SELECT range FROM range(1_000_000_000)", stop.Token);
        result.NextChunk()!.Dispose();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var chunk in result.Chunks()) Assert.True(chunk.RowCount > 0);
        });
    }

    [Fact]
    public void A_cancelled_token_starts_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => _test.Connection.Execute("CREATE TABLE never (a INTEGER)", stop.Token));
        Assert.Equal(0L, _test.Scalar("SELECT count(*) FROM duckdb_tables()"));
    }

    [Fact]
    public void Describe_tells_names_and_types_without_running()
    {
        var columns = _test.Connection.Describe(
            """
            SELECT error('must not run')::BIGINT AS a, 1.50::DECIMAL(9,2) AS "b ""c", [{'x y': 1, 'z': [now()]}] AS s,
                   MAP {'k': 1::UTINYINT} AS m, 'x'::ENUM('x', 'it''s') AS e, [1, 2]::INTEGER[2] AS r, NULL AS n, 1::HUGEINT AS h
            """);
        Assert.Equal(["a", "b \"c", "s", "m", "e", "r", "n", "h"], columns.Select(c => c.Name));
        Assert.Equal(
            [
                "BIGINT", "DECIMAL(9,2)", "STRUCT(\"x y\" INTEGER, \"z\" TIMESTAMP WITH TIME ZONE[])[]", "MAP(VARCHAR, UTINYINT)",
                "ENUM('x', 'it''s')", "INTEGER[2]", "INTEGER", "HUGEINT",
            ],
            columns.Select(c => c.Type));
        foreach (var column in columns)
            Assert.Equal(column.Type, Assert.Single(_test.Connection.Describe($"SELECT NULL::{column.Type}")).Type);
    }

    [Fact]
    public void A_profile_holds_the_query_and_its_operators()
    {
        Assert.Null(_test.Connection.ReadProfile());
        _test.Connection.EnableProfiling();
        _test.Execute("SELECT sum(range) FROM range(100_000)");
        var profile = _test.Connection.ReadProfile();
        Assert.NotNull(profile);
        Assert.True(profile.Metrics.ContainsKey("LATENCY"), string.Join(" ", profile.Metrics.Keys));
        Assert.NotEmpty(profile.Children);
    }
}
