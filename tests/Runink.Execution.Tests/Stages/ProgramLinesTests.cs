using System.Text;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>What a step of one's own returns as JSON lines; a file stands for the pipe.</summary>
public sealed class ProgramLinesTests : IDisposable
{
    private static readonly Column Id = new("id", ColumnType.Int64);
    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("", 0)]
    [InlineData("\uFEFF", 3)]
    public void A_byte_order_mark_before_the_first_line_is_passed_over(string mark, int markBytes)
    {
        var finished = Judge(Encoding.UTF8.GetBytes(mark + "{\"id\":1}\n{\"id\":\"x\"}\n")).Finished;
        Assert.Equal(1, finished.RecordsFailed);
        Assert.Equal(["1"], _stage.Query("SELECT id FROM read_parquet('{0}/**/*.parquet')"));
        var letter = Assert.Single(_stage.Letters());
        Assert.Equal((2L, 2L, 9L + markBytes), (letter.Record, letter.Line!.Value, letter.ByteOffset!.Value));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF })]
    [InlineData(new byte[] { (byte)'\n' })]
    [InlineData(new byte[] { (byte)'{', (byte)'}' })]
    public void Few_bytes_are_enough(byte[] bytes) => Assert.Equal(0, Judge(bytes).Finished.RecordsFailed);

    [Fact]
    public void What_is_UTF_16_is_refused() => Assert.Equal("R5203", Judge([0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0]).Failed.Code);

    private StageOutcome Judge(byte[] lines)
    {
        _stage.Write("data/o.csv", "id\n1\n");
        var plan = new PlanBuilder();
        var program = plan.Program(plan.Source("orders", "csv://data/o.csv", [Id]), RecordFormat.JsonLines, Id);
        var built = plan.Sink(program, "parquet://out/graded").Letters().Build();
        var input = new EdgeEnd(program, _stage.Write("pipe", lines), RecordFormat.JsonLines) { IsOwnStep = true };
        return _stage.Run(built, new SliceShare { Index = 2, Nodes = [program], Inputs = [input], Outputs = [] });
    }
}
