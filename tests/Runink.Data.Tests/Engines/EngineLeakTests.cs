using Runink.Data.Engines;

namespace Runink.Data.Tests.Engines;

/// <summary>Counts what the whole process holds, so nothing may run beside it.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneInTheProcess;

[Collection(typeof(AloneInTheProcess))]
public sealed class EngineLeakTests
{
    [Fact]
    public void Ten_thousand_connections_leave_nothing_behind()
    {
        using var test = new TestEngine();
        Cycle(test.Engine, 1_000);
        var before = Environment.WorkingSet;
        var files = OpenFiles();
        Cycle(test.Engine, 10_000);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 64L << 20);
        Assert.InRange(OpenFiles(), 0, files + 100);
        Assert.Equal(1UL, test.Scalar("SELECT count FROM duckdb_connection_count()"));

        static void Cycle(Engine engine, int times)
        {
            for (var i = 0; i < times; i++) engine.Connect().Dispose();
        }

        static int OpenFiles() => Directory.GetFiles("/proc/self/fd").Length;
    }
}
