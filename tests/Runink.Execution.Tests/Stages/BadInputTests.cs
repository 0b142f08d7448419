using System.Text;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;
using static Runink.Execution.Tests.Stages.PlanBuilder;

namespace Runink.Execution.Tests.Stages;

public sealed class BadInputTests : IDisposable
{
    private static readonly Column[] Columns = [new("id", ColumnType.Int64), new("name", ColumnType.Text)];
    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("", "R5303", "is empty")]
    [InlineData("id,name\n", "R5303", "holds no records")]
    [InlineData("id;name\n1;a\n", "R5301", "no column \"id\", \"name\"")]
    [InlineData("id,id,name\n1,1,a\n", "R5302", "more than once")]
    [InlineData("id,label\n1,a\n", "R5301", "no column \"name\"")]
    [InlineData("id,name\n1,\"a\n2,b\n", "R5205", "t.csv")]
    [InlineData("id,name\r1,a\r", "R5204", "CR alone")]
    public void A_file_that_cannot_be_read_as_a_whole_ends_the_slice_with_a_code(string text, string code, string message)
    {
        _stage.Write("data/t.csv", text);
        var failed = _stage.Run(Plan()).Failed;
        Assert.Equal(code, failed.Code);
        Assert.Contains(message, failed.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.BadInput, failed.ExitCode);
        Assert.False(failed.Retryable);
    }

    [Fact]
    public void A_wrong_delimiter_is_guessed_in_the_hint()
    {
        _stage.Write("data/t.csv", "id;name\n1;a\n");
        Assert.Contains("| delimiter | ; |", _stage.Run(Plan()).Failed.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_may_be_empty_when_the_feature_says_so()
    {
        _stage.Write("data/t.csv", "id,name\n");
        Assert.Equal(0, _stage.Run(Plan(new ReadOptions { AllowEmpty = true })).Finished.RecordsRead);
    }

    [Theory]
    [InlineData("1\n", "field count")]
    [InlineData("1,a,extra\n", "field count")]
    [InlineData("1,\"a\"b\n", "quoting")]
    public void A_record_of_broken_form_becomes_a_letter_and_the_others_pass(string record, string rule)
    {
        _stage.Write("data/t.csv", "id,name\n7,ok\n" + record + "8,ok\n");
        var finished = _stage.Run(Plan()).Finished;
        Assert.Equal((3, 1), (finished.RecordsRead, finished.RecordsFailed));
        var letter = Assert.Single(_stage.Letters());
        Assert.Equal(("record", rule), (Assert.Single(letter.Errors).Field, letter.Errors[0].Rule));
        Assert.Equal((2L, 3L), (letter.Record, letter.Line));
    }

    [Fact]
    public void Invalid_utf8_becomes_a_letter_or_is_replaced_as_asked()
    {
        _stage.Write("data/t.csv", [.. "id,name\n1,"u8, 0xC3, 0x28, .. "\n2,ü\n"u8]);
        Assert.Equal(1, _stage.Run(Plan()).Finished.FailedByRule["record.encoding"]);
        using var replacing = new StageHarness();
        replacing.Write("data/t.csv", [.. "id,name\n1,"u8, 0xC3, 0x28, .. "\n2,ü\n"u8]);
        Assert.Equal(0, replacing.Run(Plan(new ReadOptions { EncodingErrors = EncodingErrors.Replace })).Finished.RecordsFailed);
        Assert.Equal(["\uFFFD(", "ü"], replacing.Query("SELECT name FROM read_parquet('{0}/*.parquet') ORDER BY id"));
    }

    [Fact]
    public void A_field_of_ten_megabytes_is_read_whole()
    {
        var big = new string('x', 10 << 20);
        _stage.Write("data/t.csv", $"id,name\n1,{big}\n2,b\n");
        _ = _stage.Run(Plan()).Finished;
        Assert.Equal(["10485760"], _stage.Query("SELECT max(length(name)) FROM read_parquet('{0}/*.parquet')"));
    }

    [Fact]
    public void Numbers_that_are_written_otherwise_fail_their_records()
    {
        _stage.Write("data/t.csv", "id,name\n\"1,234\",a\nNaN,b\n12.7,c\n 5,d\n");
        var finished = _stage.Run(Plan()).Finished;
        Assert.Equal(3, finished.FailedByRule["id.logicalType"]);
        Assert.Equal(["1,234", "NaN", "12.7"], _stage.Letters().OrderBy(letter => letter.Record).Select(letter => letter.Errors[0].Actual));
    }

    [Fact]
    public void Extra_columns_are_reported_and_not_read()
    {
        _stage.Write("data/t.csv", "x,name,id\nsecret,a,1\n");
        var outcome = _stage.Run(Plan());
        Assert.Contains(outcome.Warnings, warning => warning.Contains("\"x\"", StringComparison.Ordinal));
        Assert.Equal(["1|a"], _stage.Query("SELECT * FROM read_parquet('{0}/*.parquet')"));
    }

    [Fact]
    public void A_file_that_drifted_can_go_to_quarantine_while_others_pass()
    {
        _stage.Write("data/a.csv", "id,name\n1,a\n");
        _stage.Write("data/b.csv", "id\n2\n3\n");
        var plan = new PlanBuilder();
        var source = plan.Source("t", "csv://data/*.csv", Columns, drift: new DriftPolicy(DriftAction.Quarantine));
        var finished = _stage.Run(plan.Sink(plan.Validate(source), "parquet://out/t").Letters().Build()).Finished;
        Assert.Equal((3, 2), (finished.RecordsRead, finished.RecordsFailed));
        Assert.Equal(2, finished.FailedByRule["record.drift"]);
    }

    [Fact]
    public void Lines_that_end_with_cr_alone_are_refused_without_a_header_too()
    {
        _stage.Write("data/t.csv", "1,a\r2,b\r");
        var plan = new PlanBuilder();
        var source = plan.Source("t", "csv://data/t.csv", Columns, new ReadOptions { Header = false });
        Assert.Equal("R5204", _stage.Run(plan.Sink(source, "parquet://out/t").Letters().Build()).Failed.Code);
    }

    [Fact]
    public void Json_lines_that_are_not_objects_become_letters()
    {
        _stage.Write("data/t.jsonl", "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\n[3]\n{\"id\":\"4\",\"name\":null}\n{\"name\":\"no id\",\"id\":\"x\"}\n");
        var plan = new PlanBuilder();
        var source = plan.Source("t", "jsonl://data/t.jsonl", Columns);
        var finished = _stage.Run(plan.Sink(source, "parquet://out/t").Letters().Build()).Finished;
        Assert.Equal((5, 3), (finished.RecordsRead, finished.RecordsFailed));
        Assert.Equal(["1|a", "4|null"], _stage.Query("SELECT * FROM read_parquet('{0}/*.parquet') ORDER BY id"));
        Assert.Equal([2L, 3, 5], _stage.Letters().Select(letter => letter.Line!.Value).Order());
    }

    [Fact]
    public void A_failing_record_without_a_dead_letter_queue_ends_the_slice_and_names_its_line()
    {
        _stage.Write("data/t.csv", "id,name\n1,a\nx,b\n");
        var plan = new PlanBuilder();
        var failed = _stage.Run(plan.Sink(plan.Source("t", "csv://data/t.csv", Columns), "parquet://out/t").Build()).Failed;
        Assert.Equal("R5304", failed.Code);
        Assert.Contains("data/t.csv:3", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parquet_column_of_another_type_is_drift()
    {
        _stage.Write("data/x", "");
        _ = _stage.Query($"COPY (SELECT 'x' AS id, 'a' AS name) TO '{Path.Combine(_stage.Root, "data", "t.parquet")}' (FORMAT parquet)");
        var plan = new PlanBuilder();
        var failed = _stage.Run(plan.Sink(plan.Source("t", "parquet://data/t.parquet", Columns), "parquet://out/t").Letters().Build()).Failed;
        Assert.Equal("R5301", failed.Code);
        Assert.Contains("id is text, not int64", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parquet_record_that_breaks_a_rule_is_found_by_its_number()
    {
        _stage.Write("data/x", "");
        _ = _stage.Query($"COPY (SELECT i AS id, 'n' || i AS name FROM range(5000) t(i)) TO '{Path.Combine(_stage.Root, "data", "t.parquet")}' (FORMAT parquet)");
        var plan = new PlanBuilder();
        var validated = plan.Validate(plan.Source("t", "parquet://data/t.parquet", Columns), Rule(RuleKind.Maximum, "id", "maximum", "4998"));
        Assert.Equal(1, _stage.Run(plan.Sink(validated, "parquet://out/t").Letters().Build()).Finished.RecordsFailed);
        Assert.Equal(5000, Assert.Single(_stage.Letters()).Record);
    }

    [Fact]
    public void A_slice_without_a_valid_assignment_says_so()
    {
        using var input = new MemoryStream("{\"version\":1}\n"u8.ToArray());
        using var output = new MemoryStream();
        Assert.Equal(ExitCodes.BadInput, SliceHost.Run(input, output, () => { }, TestContext.Current.CancellationToken));
        Assert.Contains("R5312", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    private static ScenarioPlan Plan(ReadOptions? options = null)
    {
        var plan = new PlanBuilder();
        var source = plan.Source("t", "csv://data/t.csv", Columns, options);
        var validated = plan.Validate(source, Rule(RuleKind.LogicalType, "id", "logicalType"));
        return plan.Sink(validated, "parquet://out/t").Letters().Build();
    }
}
