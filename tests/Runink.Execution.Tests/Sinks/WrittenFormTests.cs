using Runink.Execution.Tests.Stages;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Sinks;

/// <summary>What a text format has no form for is refused, not written as something else.</summary>
public sealed class WrittenFormTests : IDisposable
{
    private static readonly Column Id = new("id", ColumnType.Int64);
    private static readonly Column Name = new("name", ColumnType.Text);
    private readonly StageHarness _stage = new() { Ordered = true };

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void A_null_in_csv_of_one_column_ends_the_stage_since_it_would_be_no_record()
    {
        var failed = WriteCsv("1,a\n2,\n", [Name]).Failed;
        Assert.Equal(("R5318", ExitCodes.WorkFailed), (failed.Code, failed.ExitCode));
        Assert.Contains("csv://out/names: \"name\" is null in a record", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_text_in_csv_of_one_column_is_a_record()
    {
        _ = WriteCsv("1,a\n2,\"\"\n3,b\n", [Name]).Finished;
        Assert.Equal("name\na\n\"\"\nb\n", File.ReadAllText(Path.Combine(_stage.StagingDirectory(0), "part.csv")));
    }

    [Fact]
    public void A_null_beside_other_columns_is_written()
    {
        _ = WriteCsv("1,a\n2,\n", [Id, Name]).Finished;
        Assert.Equal("id,name\n1,a\n2,\n", File.ReadAllText(Path.Combine(_stage.StagingDirectory(0), "part.csv")));
    }

    [Fact]
    public void A_null_that_the_sink_does_not_want_is_no_hindrance()
    {
        _ = WriteCsv("1,a\n2,\n", [Name], sink => sink with { Condition = "name IS NOT NULL" }).Finished;
        Assert.Equal("name\na\n", File.ReadAllText(Path.Combine(_stage.StagingDirectory(0), "part.csv")));
    }

    [Theory]
    [InlineData("float64", "'NaN'::DOUBLE")]
    [InlineData("float32", "'-inf'::FLOAT")]
    [InlineData("list(float64)", "[0.5, 'inf'::DOUBLE]")]
    [InlineData("struct(a float64)", "{'a': 'NaN'::DOUBLE}")]
    [InlineData("list(struct(a float64))", "[{'a': 0.5::DOUBLE}, {'a': '-inf'::DOUBLE}]")]
    public void A_number_that_JSON_does_not_know_ends_the_stage(string type, string value)
    {
        var failed = WriteJson(type, value).Failed;
        Assert.Equal(("R5318", ExitCodes.WorkFailed), (failed.Code, failed.ExitCode));
        Assert.Contains("jsonl://out/odd: \"v\" is NaN or infinite", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("float64", "NULL::DOUBLE")]
    [InlineData("float64", "0.5::DOUBLE")]
    [InlineData("text", "'NaN'")]
    [InlineData("list(float64)", "[0.5::DOUBLE, NULL]")]
    [InlineData("struct(\"NaN\" float64, \"I\" text)", "{'NaN': 0.5::DOUBLE, 'I': 'N\"\\I'}")]
    public void Other_values_are_written(string type, string value)
    {
        _ = WriteJson(type, value).Finished;
        Assert.Single(File.ReadAllLines(Path.Combine(_stage.StagingDirectory(0), "part.jsonl")));
    }

    [Fact]
    public void A_program_gets_no_number_that_JSON_does_not_know()
    {
        _stage.Write("data/p.csv", "id,name\n1,a\n");
        var plan = new PlanBuilder();
        var source = plan.Source("people", "csv://data/p.csv", [Id, Name]);
        var odd = plan.Sql("odd", "SELECT id, 'NaN'::DOUBLE AS v FROM people", [Id, new Column("v", ColumnType.Float64)], singlePass: true, source);
        var built = plan.Sink(plan.Program(odd, RecordFormat.JsonLines, Id), "parquet://out/graded").Letters().Build();
        var output = new EdgeEnd(odd, _stage.Write("pipe", ""), RecordFormat.JsonLines) { IsOwnStep = true };
        var failed = _stage.Run(built, new SliceShare { Index = 0, Nodes = [source, odd], Inputs = [], Outputs = [output] }).Failed;
        Assert.Equal("R5318", failed.Code);
        Assert.Contains("the flow \"odd\": \"v\" is NaN or infinite", failed.Message, StringComparison.Ordinal);
    }

    private StageOutcome WriteCsv(string records, Column[] columns, Func<SinkPlan, SinkPlan>? with = null)
    {
        _stage.Write("data/p.csv", "id,name\n" + records);
        var plan = new PlanBuilder();
        var source = plan.Source("people", "csv://data/p.csv", [Id, Name]);
        var sql = $"SELECT {string.Join(", ", columns.Select(column => column.Name))} FROM people";
        return _stage.Run(plan.Sink(plan.Sql("names", sql, columns, singlePass: true, source), "csv://out/names", with).Letters().Build());
    }

    private StageOutcome WriteJson(string type, string value)
    {
        _stage.Write("data/p.csv", "id,name\n1,a\n");
        var plan = new PlanBuilder();
        var source = plan.Source("people", "csv://data/p.csv", [Id, Name]);
        var odd = plan.Sql("odd", $"SELECT {value} AS v FROM people", [new Column("v", ColumnTypeParser.FromEngine(type))], singlePass: true, source);
        return _stage.Run(plan.Sink(odd, "jsonl://out/odd").Letters().Build());
    }
}
