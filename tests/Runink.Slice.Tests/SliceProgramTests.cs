using System.Runtime.InteropServices;
using Runink.Execution.Tests.Stages;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Slice.Tests;

/// <summary>
/// The program that slices are started with, as a process: as it was built for these tests, or the one that
/// <see cref="SliceProgram.Variable"/> names.
/// </summary>
public sealed class SliceProgramTests : IDisposable
{
    private const int Terminate = 15;
    private const int Killed = 128 + 9;
    private readonly StageHarness _stage = new();

    private static string File => SliceProgram.Named ?? Path.Combine(AppContext.BaseDirectory, "runi-slice");

    [Fact]
    public void It_does_its_work_says_so_and_ends()
    {
        var outcome = SliceProgram.Run(File, [Assignment("id\n1\n2\n")]);
        Assert.Equal(2, outcome.Finished.RecordsRead);
        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Equal(["1", "2"], _stage.Query("SELECT id FROM read_parquet('{0}/**/*.parquet') ORDER BY id"));
    }

    [Fact]
    public void It_stays_for_more_when_it_is_told_to()
    {
        using var second = new StageHarness();
        var outcome = SliceProgram.Run(File, [Assignment("id\n1\n") with { Stay = true }, Assignment("id\n2\n3\n", second) with { Stay = true }]);
        Assert.Equal([1L, 2L], outcome.Events.OfType<SliceFinished>().Select(finished => finished.RecordsRead));
        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
    }

    [Fact]
    public void Work_from_a_program_of_its_own_build_is_done()
    {
        Assert.SkipWhen(SliceProgram.Named is not null, "these tests are of another build than the program that is named");
        Assert.Equal(1, SliceProgram.Run(File, [Assignment("id\n1\n") with { Build = SliceAssignment.CurrentBuild }]).Finished.RecordsRead);
    }

    [Fact]
    public void Work_from_another_build_is_refused()
    {
        var refused = SliceProgram.Run(File, [Assignment("id\n1\n") with { Build = "ffffffffffffffffffffffffffffffff" }]);
        Assert.Equal((ExitCodes.BadInput, "R5312"), (refused.ExitCode, refused.Failed.Code));
        Assert.Contains("of another build", refused.Failed.Message, StringComparison.Ordinal);
        Assert.Contains("of one publication", refused.Failed.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"version\":1}")]
    public void What_is_no_assignment_is_refused(string line)
    {
        using var program = new SliceProgram(File);
        program.Write(line);
        Assert.Equal("R5312", program.Await<SliceFailed>().Code);
        Assert.Equal(ExitCodes.BadInput, program.AwaitExit());
    }

    [Fact]
    public void A_signal_stops_its_work_and_it_says_so()
    {
        using var program = Endless();
        Assert.Equal(0, Signal(program.Id, Terminate));
        Assert.Equal("R5313", program.Await<SliceFailed>().Code);
        Assert.Equal(ExitCodes.Interrupted, program.AwaitExit());
    }

    [Fact]
    public void Work_whose_coordinator_is_gone_ends_at_once_and_without_a_word()
    {
        using var program = Endless();
        program.Close();
        while (program.Next() is { } said) Assert.IsType<SliceProgress>(said);
        Assert.Equal(Killed, program.AwaitExit());
    }

    public void Dispose() => _stage.Dispose();

    // At work on what takes it days.
    private SliceProgram Endless()
    {
        _stage.Write("data/t.csv", "id\n1\n");
        Column[] columns = [new("id", ColumnType.Int64)];
        var plan = new PlanBuilder();
        var source = plan.Source("t", "csv://data/t.csv", columns);
        var endless = plan.Sql("endless", "SELECT max(a.range + b.range) AS id FROM range(1000000000) a, range(1000000000) b", columns, singlePass: true, source);
        var program = new SliceProgram(File);
        program.Write(PlanJson.Write(_stage.AssignmentOf(plan.Sink(endless, "parquet://out/t").Letters().Build())));
        program.Await<SliceStarted>();
        return program;
    }

    private SliceAssignment Assignment(string csv) => Assignment(csv, _stage);

    private static SliceAssignment Assignment(string csv, StageHarness stage)
    {
        stage.Write("data/t.csv", csv);
        var plan = new PlanBuilder();
        var source = plan.Source("t", "csv://data/t.csv", [new("id", ColumnType.Int64)]);
        return stage.AssignmentOf(plan.Sink(source, "parquet://out/t").Letters().Build());
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
