using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;
using Runink.Runs.Coordination;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

/// <summary>What the engine of a slice in a sandbox is shut in to.</summary>
public sealed class SliceViewTests : IAsyncDisposable
{
    private readonly TestProject _project = new();

    [Fact]
    public void Work_that_reads_text_has_walls_that_other_work_has_too() =>
        Assert.Equal(["/slice/staging", "/slice/spill"], WallsOf(Scenarios.Copy()));

    [Fact]
    public void Work_whose_engine_reads_files_itself_has_walls_of_its_own() => Assert.Null(WallsOf(OfParquet()));

    [Fact]
    public void Work_that_leaves_the_reading_to_another_slice_does_not()
    {
        var others = new SliceShare { Index = 1, Nodes = [.. OfParquet().Nodes.Skip(1).Select(node => node.Id)], Inputs = [], Outputs = [] };
        Assert.NotNull(WallsOf(OfParquet(), others));
        Assert.Null(WallsOf(OfParquet(), others with { Nodes = [0] }));
    }

    public ValueTask DisposeAsync() => _project.DisposeAsync();

    private static ScenarioPlan OfParquet()
    {
        var plan = Scenarios.Copy();
        var source = (SourceNode)plan.Nodes[0];
        return plan with { Nodes = [source with { Dataset = source.Dataset with { Format = "parquet" } }, .. plan.Nodes.Skip(1)] };
    }

    private EquatableList<string>? WallsOf(ScenarioPlan plan, SliceShare? share = null) => SliceView.Of(
        new SliceAssignment
        {
            Run = "R1",
            Stage = "S1",
            Attempt = 1,
            RunTime = DateTimeOffset.UnixEpoch,
            Plan = plan,
            Share = share,
            ProjectRoot = _project.Root,
            Inputs = [],
            Staging = [],
            SpillDirectory = _project.PathOf("spill"),
            MemoryBytes = 1 << 20,
            Threads = 1,
        },
        _project.Project).Assignment.Walls;
}
