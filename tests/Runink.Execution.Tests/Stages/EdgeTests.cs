using Runink.Data.Arrow.Ipc;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>What a slice hands to a step of one's own; a file stands for the pipe.</summary>
public sealed class EdgeTests : IDisposable
{
    private readonly StageHarness _stage = new();

    [Fact]
    public void Each_record_is_one_line_of_JSON_however_long_and_whatever_its_columns_are_called()
    {
        var text = new string('é', 200_000);
        _stage.Write("data/o.csv", $"id,a \"quoted\" name,at\n1,{text},2026-05-01 10:00:00\n2,,\n");
        Column[] columns = [new("id", ColumnType.Int64), new("a \"quoted\" name", ColumnType.Text), new("at", ColumnType.Timestamp)];
        var (lines, finished) = Hand(RecordFormat.JsonLines, columns, "a \"quoted\" name");
        Assert.Equal(
            [$"{{\"id\":1,\"a \\\"quoted\\\" name\":\"{text}\",\"at\":\"2026-05-01 10:00:00\"}}", "{\"id\":2,\"a \\\"quoted\\\" name\":null,\"at\":null}"],
            File.ReadAllLines(lines));
        Assert.Equal(new FileInfo(lines).Length, finished.EdgeBytes);
    }

    [Fact]
    public void A_step_gets_no_column_in_Arrow_that_is_not_the_flows_although_others_need_the_order_of_records()
    {
        _stage.Write("data/o.csv", "id\n1\n1\n2\n");
        var (stream, finished) = Hand(RecordFormat.Arrow, [new("id", ColumnType.Int64)], "id");
        using var reader = ArrowStreamReader.Open(File.OpenRead(stream));
        Assert.Equal("id", Assert.Single(reader.Schema.Fields).Name);
        Assert.Equal(new FileInfo(stream).Length, finished.EdgeBytes);
    }

    [Fact]
    public void What_Arrow_has_no_type_for_is_of_its_type_again_in_the_next_slice()
    {
        _stage.Write("data/o.csv", "id\n1\n");
        Column[] columns = [new("doc", ColumnTypeParser.FromEngine("JSON")), new("size", ColumnTypeParser.FromEngine("ENUM('s', 'm')"))];
        var plan = new PlanBuilder();
        var source = plan.Source("orders", "csv://data/o.csv", [new Column("id", ColumnType.Int64)]);
        var made = plan.Sql("made", """SELECT '{"a":1}'::JSON AS doc, 'm'::ENUM('s', 'm') AS size FROM orders""", columns, singlePass: true, source);
        var coded = plan.Sql(
            "coded", "SELECT doc, enum_code(size) AS code FROM made", [columns[0], new Column("code", new ColumnType(TypeKind.UInt8))], singlePass: true, made);
        var built = plan.Sink(coded, "jsonl://out/coded").Letters().Build();
        var edge = new EdgeEnd(made, _stage.Write("pipe", ""), RecordFormat.Arrow);
        _ = _stage.Run(built, new SliceShare { Index = 0, Nodes = [source, made], Inputs = [], Outputs = [edge] }).Finished;
        _ = _stage.Run(built, new SliceShare { Index = 1, Nodes = [coded], Inputs = [edge], Outputs = [] }).Finished;
        Assert.Equal(["""{"doc":{"a":1},"code":1}"""], File.ReadAllLines(Path.Combine(_stage.StagingDirectory(0), "part.jsonl")));
    }

    public void Dispose() => _stage.Dispose();

    // The flow is needed in order by a deduplication as well, which belongs to the same slice.
    private (string Pipe, SliceFinished Finished) Hand(RecordFormat format, Column[] columns, string key)
    {
        var plan = new PlanBuilder();
        var source = plan.Source("orders", "csv://data/o.csv", columns);
        var program = plan.Program(source, format, columns[0]);
        var distinct = plan.Deduplicate(source, key);
        var built = plan.Sink(program, "parquet://out/graded").Sink(distinct, "parquet://out/distinct").Letters().Build();
        var pipe = _stage.Write("pipe", "");
        var output = new EdgeEnd(source, pipe, format) { IsOwnStep = true };
        return (pipe, _stage.Run(built, new SliceShare { Index = 0, Nodes = [source, distinct], Inputs = [], Outputs = [output] }).Finished);
    }
}
