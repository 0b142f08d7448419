using Runink.Data.Engines;
using Runink.Execution.Stages;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>When the engine of one work is that of the next, and when it must not be.</summary>
public sealed class SliceEngineTests : IDisposable
{
    private readonly StageHarness _stage = new();
    private readonly SliceEngine _engines = new();

    public static TheoryData<string> Differences => ["memory", "threads", "order", "spill", "walls", "no walls"];

    [Fact]
    public void Work_with_the_same_limits_and_walls_gets_the_same_engine()
    {
        var first = _engines.For(Assignment());
        first.LockDown(EngineWalls.NoFiles);
        _engines.Finish(Assignment());
        _engines.Open();
        Assert.Same(first, _engines.For(Assignment() with { Run = "R2", Staging = [] }));
    }

    [Theory]
    [MemberData(nameof(Differences))]
    public void Work_with_others_gets_an_engine_of_its_own(string difference)
    {
        var work = Assignment();
        var first = _engines.For(work);
        first.LockDown(EngineWalls.NoFiles);
        _engines.Finish(work);
        var second = _engines.For(difference switch
        {
            "memory" => work with { MemoryBytes = work.MemoryBytes + 1_000_000 },
            "threads" => work with { Threads = 1 },
            "order" => work with { Ordered = true },
            "spill" => work with { SpillDirectory = Directory.CreateDirectory(Path.Combine(_stage.Root, "other")).FullName },
            "walls" => work with { Walls = [_stage.Root, "/elsewhere"] },
            _ => work with { Walls = null },
        });
        Assert.NotSame(first, second);
        Assert.False(second.IsLockedDown);
    }

    [Fact]
    public void Nothing_is_kept_of_one_that_does_not_stay() => AssertNotKept(Assignment() with { Stay = false });

    [Fact]
    public void Nothing_is_kept_behind_walls_that_are_of_one_work_alone() => AssertNotKept(Assignment() with { Walls = null });

    public void Dispose()
    {
        _engines.Dispose();
        _stage.Dispose();
    }

    private void AssertNotKept(SliceAssignment work)
    {
        var first = _engines.For(work);
        first.LockDown(EngineWalls.NoFiles);
        _engines.Finish(work);
        Assert.NotSame(first, _engines.For(Assignment()));
    }

    private SliceAssignment Assignment()
    {
        _stage.Write("data/t.csv", "");
        var plan = new PlanBuilder();
        var source = plan.Source("t", "csv://data/t.csv", [new("id", ColumnType.Int64)]);
        return _stage.AssignmentOf(plan.Sink(source, "csv://out/t").Letters().Build()) with { Stay = true, Walls = [_stage.Root] };
    }
}
