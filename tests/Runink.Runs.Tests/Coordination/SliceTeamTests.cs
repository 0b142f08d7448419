using System.Security.Cryptography;
using System.Text;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Slicing;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;
using Runink.Runs.Coordination;
using Runink.Runs.Ledger;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

/// <summary>The slices of a stage around a program: orders come from slice 0, pass through program 1, and are read by slice 2.</summary>
public sealed class SliceTeamTests : IAsyncDisposable
{
    private const string Program = "#!/bin/sh\ncat\n";
    private readonly TestProject _project = new();
    private readonly WaitingSlices _waiting = new();
    private readonly ScenarioPlan _plan;
    private readonly StageSlices _slices;

    public SliceTeamTests()
    {
        _project.Write("steps/grade", Program);
        var plan = Scenarios.Copy();
        var step = new ProgramNode
        {
            Id = 1,
            Flow = "graded",
            At = plan.At,
            Columns = [new Column("id", ColumnType.Int64)],
            Inputs = [0],
            Program = "steps/grade",
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Program))),
            Format = RecordFormat.JsonLines,
        };
        _plan = plan with
        {
            Nodes = [plan.Nodes[0], step],
            Sinks = [plan.Sinks[0] with { Input = 1 }],
            Resources = new Resources { TimeoutSeconds = 90 },
        };
        _slices = StageSlices.Cut(_plan);
        Directory.CreateDirectory(Path.Combine(_project.Root, "work"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_slice_that_cannot_even_be_watched_ends_the_others(int unwatched)
    {
        var environment = _project.Environment with { Launcher = _waiting, Programs = _waiting };
        var team = new SliceTeam(_slices, Room(unwatched), environment, _ => { });
        var running = team.RunAsync(Assignment(), TestProject.Cancellation);
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => running.WaitAsync(TimeSpan.FromSeconds(20), TestProject.Cancellation));
        Assert.Equal(0, _waiting.Running);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_slice_that_was_stopped_from_elsewhere_ends_the_others_at_their_pipes(int stopped)
    {
        var team = new SliceTeam(_slices, Room(), _project.Environment with { Launcher = new SlicesAtPipes(stopped) }, _ => { });
        var running = team.RunAsync(Assignment(), TestProject.Cancellation);

        Assert.IsType<SliceOutcome.Stopped>(await running.WaitAsync(TimeSpan.FromSeconds(20), TestProject.Cancellation));
    }

    [Fact]
    public async Task A_slice_that_only_lost_another_is_not_to_blame_although_it_fails_first()
    {
        var environment = _project.Environment with { Launcher = new LostPeers(reader: 2), Programs = _waiting };
        var running = new SliceTeam(_slices, Room(), environment, _ => { }).RunAsync(Assignment(), TestProject.Cancellation);

        var failed = Assert.IsType<SliceOutcome.Failed>(await running.WaitAsync(TimeSpan.FromSeconds(20), TestProject.Cancellation));
        Assert.Equal((LostPeers.Reason, false), (failed.Failure.Message, failed.LostPeer));
    }

    [Fact]
    public void A_slice_gets_the_inputs_of_its_sources_and_the_places_of_its_sinks_and_no_others()
    {
        var whole = Assignment() with
        {
            Inputs = [new PinnedInput(0, "data/in.csv", 1, Scenarios.Time, "hash")],
            Staging = [new StagingTarget(0, "/silver"), new StagingTarget(StagingTarget.DeadLetters, "/letters")],
        };
        var room = Room();
        var shares = _slices.Slices.Where(slice => slice.Kind == SliceKind.Engine).Select(slice => room.ShareOf(slice, whole)).ToList();

        Assert.Equal(["data/in.csv", ""], shares.Select(share => string.Join(' ', share.Inputs.Select(input => input.Path))));
        Assert.Equal(["/letters", "/silver /letters"], shares.Select(share => string.Join(' ', share.Staging.Select(target => target.Directory))));
    }

    [Fact]
    public async Task When_the_time_is_over_a_program_that_has_all_its_input_is_to_blame()
    {
        var failure = await TimeOutAsync(ended: [0], waits: []);
        Assert.Equal("step \"graded\" (steps/grade) was stopped: its timeout of 90 s was over", failure.Message);
        Assert.Equal((RunErrors.SliceTimedOut.Code, 6), (failure.Code, failure.ExitCode));
    }

    [Fact]
    public async Task When_the_time_is_over_a_program_that_does_not_read_what_waits_is_to_blame() =>
        Assert.StartsWith("step \"graded\" (steps/grade) was stopped", (await TimeOutAsync(ended: [], waits: [1])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_program_that_waits_for_records_is_not_to_blame() =>
        Assert.StartsWith("step \"rows\" was stopped", (await TimeOutAsync(ended: [], waits: [])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_program_whose_records_nobody_takes_is_not_to_blame() =>
        Assert.StartsWith("step \"sorting\" was stopped", (await TimeOutAsync(ended: [], waits: [1, 2])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task When_the_time_is_over_and_the_pipes_are_gone_the_stage_is_to_blame() =>
        Assert.Equal("the stage was stopped: its timeout of 90 s was over", (await TimeOutAsync(ended: [], waits: [], hasPipes: false)).Message);

    public ValueTask DisposeAsync() => _project.DisposeAsync();

    private async Task<StageFailure> TimeOutAsync(int[] ended, int[] waits, bool hasPipes = true)
    {
        var room = Room();
        if (hasPipes) room.Prepare(_plan);
        var pipes = new List<FileStream>();
        foreach (var edge in _slices.Edges.Where(edge => waits.Contains(edge.To)))
        {
            var pipe = new FileStream(room.PipeOf(edge), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            pipe.Write("{}\n"u8);
            pipes.Add(pipe);
        }

        var progress = new TeamProgress(3);
        progress.With(0, new SliceProgress(0, 0, 0, 0, "rows"));
        progress.With(2, new SliceProgress(0, 0, 0, 0, "sorting"));
        using var stop = new CancellationTokenSource();
        var endless = new TaskCompletionSource().Task;
        var running = Enumerable.Range(0, 3).Select(index => ended.Contains(index) ? Task.CompletedTask : endless).ToList();
        var deadline = new TeamDeadline(_slices, room, progress, new ManualTime(Scenarios.Time));
        var failed = await deadline.WatchAsync(_plan, running, stop);
        foreach (var pipe in pipes) await pipe.DisposeAsync();
        Assert.True(stop.IsCancellationRequested);
        Assert.False(failed!.Retryable);
        return failed.Failure;
    }

    private TeamRoom Room(int? unwatched = null) => new(
        _slices, _project.Root, Path.Combine(_project.Root, "work", "slices"), Path.Combine(_project.Root, "work", "log"),
        index => Path.Combine(_project.Root, index == unwatched ? "nowhere" : "work", $"mark-{index}"));

    private SliceAssignment Assignment() => new()
    {
        Run = "R1",
        Stage = "S1",
        Attempt = 1,
        RunTime = Scenarios.Time,
        Plan = _plan,
        ProjectRoot = _project.Root,
        Inputs = [],
        Staging = [],
        SpillDirectory = Path.Combine(_project.Root, "work"),
        MemoryBytes = 1L << 30,
        Threads = 1,
    };
}
