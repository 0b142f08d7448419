using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>What a step of one's own returns as an Arrow stream; a file stands for the pipe.</summary>
public sealed class ArrowIntakeTests : IDisposable
{
    private const string Sink = "SELECT * FROM read_parquet('{0}/**/*.parquet') ORDER BY ALL";
    private static readonly Column Id = new("id", ColumnType.Int64);
    private static readonly Column Grade = new("grade", ColumnType.Text);
    private readonly StageHarness _stage = new();

    [Fact]
    public void Columns_are_found_by_name_those_that_are_not_declared_are_passed_over_and_those_that_do_not_come_are_null()
    {
        var outcome = Judge("SELECT 'a' AS grade, INTERVAL 1 DAY AS other, i::BIGINT AS id FROM range(3) t(i)", Id, Grade, new("score", ColumnType.Float64));
        Assert.Equal(0, outcome.Finished.RecordsFailed);
        Assert.Equal(["0|a|null", "1|a|null", "2|a|null"], _stage.Query(Sink));
    }

    [Theory]
    [InlineData("int64", "1::INTEGER", "1")]
    [InlineData("int32", "7::BIGINT", "7")]
    [InlineData("int64", "5.0::DOUBLE", "5")]
    [InlineData("float64", "0.5::FLOAT", "0.5")]
    [InlineData("decimal(9,2)", "1.2500::DECIMAL(18,4)", "1.25")]
    [InlineData("decimal(9,2)", "0.1::DOUBLE", "0.10")]
    [InlineData("int64", "'12'", "12")]
    [InlineData("date", "'2026-05-01'", "2026-05-01")]
    [InlineData("int64", "NULL", "null")]
    [InlineData("timestamp", "TIMESTAMP_NS '2026-05-01 10:00:00.000001'", "2026-05-01 10:00:00.000001")]
    [InlineData("list(int64)", "[1::BIGINT, 2]", "[1, 2]")]
    [InlineData("struct(a int64)", "{'a': 1::BIGINT}", "{'a': 1}")]
    public void A_value_that_the_declared_type_has_is_converted(string type, string value, string expected)
    {
        Assert.True(ColumnTypeParser.TryParse(type, out var parsed));
        Assert.Equal(0, Judge($"SELECT {value} AS x", new Column("x", parsed)).Finished.RecordsFailed);
        Assert.Equal([expected], _stage.Query("SELECT x::VARCHAR FROM read_parquet('{0}/**/*.parquet')"));
    }

    [Theory]
    [InlineData("int32", "3000000000::BIGINT", "3000000000")]
    [InlineData("int64", "12.7::DOUBLE", "12.7")]
    [InlineData("float64", "9007199254740993::BIGINT", "9007199254740993")]
    [InlineData("float32", "0.1::DOUBLE", "0.1")]
    [InlineData("decimal(9,2)", "0.125::DECIMAL(9,3)", "0.125")]
    [InlineData("uint8", "(-1)::INTEGER", "-1")]
    [InlineData("timestamp", "TIMESTAMP_NS '2026-05-01 10:00:00.000000001'", "2026-05-01 10:00:00.000000001")]
    [InlineData("int64", "'many'", "many")]
    public void A_value_that_it_does_not_have_makes_its_record_a_dead_letter_and_no_other(string type, string value, string actual)
    {
        Assert.True(ColumnTypeParser.TryParse(type, out var parsed));
        var outcome = Judge($"SELECT unnest([{value}, NULL]) AS x", new Column("x", parsed));
        Assert.Equal(1, outcome.Finished.RecordsFailed);
        Assert.Equal(["null"], _stage.Query(Sink));
        var letter = Assert.Single(_stage.Letters());
        Assert.Equal(("steps/grade", 1L, "arrow://steps/grade"), (letter.File, letter.Record, letter.Dataset));
        Assert.Equal(("x", "logicalType", actual), (letter.Errors[0].Field, letter.Errors[0].Rule, letter.Errors[0].Actual));
    }

    [Fact]
    public void A_record_that_the_step_rejects_is_a_dead_letter_with_its_reason()
    {
        var outcome = Judge("SELECT i AS id, 'a' AS grade, CASE WHEN i = 20000 THEN 'no such customer' END AS _reject FROM range(40000) t(i)", Id, Grade);
        Assert.Equal((0L, 1L), (outcome.Finished.RecordsRead, outcome.Finished.RecordsFailed));
        Assert.Equal(["39999"], _stage.Query("SELECT count(*) FROM read_parquet('{0}/**/*.parquet')"));
        var letter = Assert.Single(_stage.Letters());
        Assert.Equal((20001L, "no such customer"), (letter.Record, letter.Errors[0].Actual));
        Assert.Equal("20000", letter.Payload.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("'a' AS id", null)]
    [InlineData("true AS id", "\"id\" comes as boolean and is declared as int64")]
    [InlineData("TIMESTAMP '2026-05-01' AS id", "\"id\" comes as timestamp and is declared as int64")]
    [InlineData("1 AS id, 5 AS grade", "\"grade\" comes as int32 and is declared as text")]
    [InlineData("1 AS id, 5 AS _reject", "\"_reject\" comes as int32 and is declared as text")]
    [InlineData("[1] AS id", "\"id\" comes as list(int32) and is declared as int64")]
    public void A_column_whose_values_never_could_be_of_the_declared_type_is_an_error(string columns, string? message)
    {
        var outcome = Judge($"SELECT {columns}", Id, Grade);
        if (message is null)
        {
            Assert.Equal(1, outcome.Finished.RecordsFailed);
            return;
        }

        Assert.Equal(("R5316", false, false), (outcome.Failed.Code, outcome.Failed.LostPeer, outcome.Failed.Retryable));
        Assert.Contains($"step \"graded\": of what steps/grade returns, {message}", outcome.Failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_Arrow_is_an_error_that_names_the_step()
    {
        var outcome = Judge("{\"id\":1,\"grade\":\"a\"}\n{\"id\":2}\n"u8.ToArray(), Id, Grade);
        Assert.Equal(("R5315", false), (outcome.Failed.Code, outcome.Failed.LostPeer));
        Assert.Contains("step \"graded\": what steps/grade writes is not an Arrow stream", outcome.Failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(-9)]
    [InlineData(-8)]
    [InlineData(-1)]
    public void A_stream_that_ends_early_waits_for_the_blame_of_its_writer(int length)
    {
        var whole = ArrowRows.Of("SELECT i AS id, 'a' AS grade FROM range(3) t(i)");
        var outcome = Judge(length < 0 ? whole[..^-length] : whole[..length], Id, Grade);
        Assert.Equal(("R5317", true), (outcome.Failed.Code, outcome.Failed.LostPeer));
        Assert.Contains("steps/grade ended in the middle of its Arrow stream", outcome.Failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rejections_are_reported_although_a_later_step_wants_no_record()
    {
        var plan = new PlanBuilder();
        var program = plan.Program(plan.Source("orders", "csv://data/o.csv", [Id]), RecordFormat.Arrow, Id);
        var built = plan.Sink(plan.Filter(program, "false"), "parquet://out/graded").Letters().Build();
        var outcome = Judge(ArrowRows.Of("SELECT i AS id, 'no' AS _reject FROM range(5000) t(i)"), built, program, program + 1);
        Assert.Equal(5000, outcome.Finished.RecordsFailed);
    }

    public void Dispose() => _stage.Dispose();

    private StageOutcome Judge(string sql, params Column[] columns) => Judge(ArrowRows.Of(sql), columns);

    private StageOutcome Judge(byte[] stream, params Column[] columns)
    {
        var plan = new PlanBuilder();
        var program = plan.Program(plan.Source("orders", "csv://data/o.csv", [Id]), RecordFormat.Arrow, columns);
        return Judge(stream, plan.Sink(program, "parquet://out/graded").Letters().Build(), program);
    }

    private StageOutcome Judge(byte[] stream, ScenarioPlan plan, params int[] nodes)
    {
        _stage.Write("data/o.csv", "id\n1\n");
        var pipe = _stage.Write("pipe", stream);
        var input = new EdgeEnd(nodes[0], pipe, RecordFormat.Arrow) { IsOwnStep = true };
        return _stage.Run(plan, new SliceShare { Index = 2, Nodes = [.. nodes], Inputs = [input], Outputs = [] });
    }
}
