using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;
using Runink.Runs.Ledger;
using Runink.Runs.Tests.Slice;
using Runink.Store.Memory;

namespace Runink.Runs.Tests.Ledger;

public sealed class RunLedgerTests : IAsyncLifetime
{
    private const string Run = "20261120-093015-k3f9";
    private static readonly DatasetRef Silver = new("csv", "out/silver");
    private readonly MemoryStore _store = new();
    private readonly RunLedger _ledger;

    public RunLedgerTests() => _ledger = new RunLedger(_store);

    private static CancellationToken Cancellation => TestProject.Cancellation;

    public async ValueTask InitializeAsync() => await _ledger.CreateAsync(RunOf(Run), [StageOf(Run)], Cancellation);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_name_is_given_once()
    {
        Assert.False(await _ledger.CreateAsync(RunOf(Run) with { State = RunState.Failed }, [], Cancellation));
        Assert.Equal(RunState.Running, (await _ledger.FindAsync(Run, Cancellation))!.Value.Record.State);
    }

    [Fact]
    public async Task Only_the_newest_attempt_commits()
    {
        var stale = await StartAsync(1);
        var newest = await StartAsync(2);

        var failure = await Assert.ThrowsAsync<RuninkException>(() => CommitAsync(stale));
        Assert.Equal("R5014", failure.Diagnostic.Definition.Code);
        Assert.Null(await _ledger.HeadAsync(Silver, Cancellation));

        await CommitAsync(newest);
        Assert.Equal(2, (await _ledger.HeadAsync(Silver, Cancellation))!.Value.Record.Attempt);
        Assert.Equal(StageState.Committed, (await StageAsync()).Record.State);
    }

    [Fact]
    public async Task Nothing_is_committed_twice()
    {
        var attempt = await StartAsync(1);
        await CommitAsync(attempt);

        await Assert.ThrowsAsync<RuninkException>(() => CommitAsync(attempt));
    }

    [Fact]
    public async Task A_commit_over_another_manifest_than_the_one_it_was_decided_on_fails_as_a_whole()
    {
        var attempt = await StartAsync(1);
        var failure = await Assert.ThrowsAsync<RuninkException>(() => CommitAsync(attempt, headRevision: 77));

        Assert.Equal("R5014", failure.Diagnostic.Definition.Code);
        Assert.Equal(StageState.Running, (await StageAsync()).Record.State);
        Assert.Null((await _ledger.SliceAsync(Run, "01-silver", Cancellation))!.Value.Record.Attempts[0].Outcome);
    }

    [Fact]
    public async Task A_run_is_found_by_its_name_or_enough_of_it()
    {
        const string Other = "20261121-100000-k3g0";
        await _ledger.CreateAsync(RunOf(Other), [], Cancellation);

        Assert.Equal(Other, (await _ledger.GetAsync(Other, Cancellation)).Record.Id);
        Assert.Equal(Other, (await _ledger.GetAsync("k3g0", Cancellation)).Record.Id);
        Assert.Equal(Run, (await _ledger.GetAsync("20261120", Cancellation)).Record.Id);
        foreach (var name in new[] { "2026", "nope" })
        {
            var failure = await Assert.ThrowsAsync<RuninkException>(() => _ledger.GetAsync(name, Cancellation));
            Assert.Equal(ExitCodes.NotFound, failure.ExitCode);
            Assert.Equal("R5001", failure.Diagnostic.Definition.Code);
        }
    }

    [Fact]
    public async Task Runs_are_listed_in_the_order_they_began()
    {
        await _ledger.CreateAsync(RunOf("20261120-093014-zzzz") with { Time = Scenarios.Time.AddSeconds(-1) }, [], Cancellation);
        var later = RunOf("20261120-093015-aaaa") with { Time = Scenarios.Time.AddMilliseconds(5) };
        await _ledger.CreateAsync(later, [], Cancellation);

        Assert.Equal(
            ["20261120-093014-zzzz", Run, "20261120-093015-aaaa"], (await _ledger.ListAsync(Cancellation)).Select(run => run.Id));
    }

    [Fact]
    public async Task A_coordinator_that_was_overtaken_publishes_nothing()
    {
        await using var project = new TestProject();
        var environment = project.Environment with { Launcher = new Overtaker(project) };
        var failure = await Assert.ThrowsAsync<RuninkException>(
            () => project.RunAsync(Scenarios.Request(Scenarios.Copy()), environment));

        Assert.Equal("R5014", failure.Diagnostic.Definition.Code);
        Assert.Empty(project.Glob("out/silver"));
        Assert.Null(await project.Ledger.HeadAsync(Silver, Cancellation));
    }

    [Fact]
    public void The_names_of_datasets_are_escaped() =>
        Assert.Equal("/runink/h/local/datasets/csv%3A%2F%2Fout%2Fa%20b", LedgerKeys.Dataset(new("csv", "out/a b")));

    private static RunRecord RunOf(string id) => new()
    {
        Id = id,
        State = RunState.Running,
        Time = Scenarios.Time,
        Features = ["flow.feature"],
        Parameters = new Dictionary<string, string>(),
        Stages = ["01-silver"],
    };

    private static StageRecord StageOf(string run) => new()
    {
        Run = run,
        Id = "01-silver",
        Scenario = "Silver",
        Feature = "flow.feature",
        PlanHash = "abc",
        State = StageState.Pending,
    };

    private async Task<LedgerEntry<StageRecord>> StageAsync() =>
        (await _ledger.StageAsync(Run, "01-silver", Cancellation))!.Value;

    private async Task<StageAttempt> StartAsync(int number)
    {
        var stage = await StageAsync();
        return await _ledger.StartAttemptAsync(
            stage, stage.Record with { State = StageState.Running, Attempt = number }, new(number, Scenarios.Time, "log"),
            Cancellation);
    }

    private Task<LedgerEntry<StageRecord>> CommitAsync(StageAttempt attempt, long headRevision = 0)
    {
        var stage = attempt.Stage.Record with { State = StageState.Committed };
        var manifest = new DatasetManifest
        {
            Dataset = Silver.Identity,
            Run = Run,
            Stage = stage.Id,
            Attempt = stage.Attempt,
            Committed = Scenarios.Time,
            Parts = [],
        };
        return _ledger.EndAttemptAsync(attempt, stage, "succeeded", Scenarios.Time, [new(Silver, manifest, headRevision)]);
    }

    /// <summary>While the slice works, somebody else begins a newer attempt.</summary>
    private sealed class Overtaker(TestProject project) : ISliceLauncher
    {
        public async Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation)
        {
            var stage = (await project.Ledger.StageAsync(assignment.Run, assignment.Stage, cancellation))!.Value;
            await project.Ledger.StartAttemptAsync(
                stage, stage.Record with { Attempt = assignment.Attempt + 1 }, new(assignment.Attempt + 1, Scenarios.Time, "log"), cancellation);
            return await new InProcessLauncher().StartAsync(assignment, logFile, cancellation);
        }
    }
}
