using Runink.Pipelines.Diagnostics;
using Runink.Runs.Files;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;

namespace Runink.Runs.Coordination;

/// <summary>
/// Takes a run through its stages. Level-triggered: it reads what is, decides the next step, commits it, and reads again;
/// nothing is known only to this process. Several coordinators may work in one project, each on its own run.
/// </summary>
public sealed class RunCoordinator(RunEnvironment environment)
{
    private readonly RunLedger _ledger = new(environment.Store);
    private readonly StatePaths _state = new(environment.Project.StatePath);

    /// <summary>
    /// Commits a new run and carries it out. Cancelling stops it and leaves it to be resumed. A failed stage is a result, not
    /// an exception; exceptions mean that the run could not begin, or could not be brought to an end.
    /// </summary>
    /// <exception cref="RuninkException">An input is missing (R5004, R5005), or the disk refused (R5015, R5017).</exception>
    public Task<RunResult> RunAsync(RunRequest request, IRunObserver observer, CancellationToken cancellation = default) =>
        GuardAsync(async () =>
        {
            var planned = StageGraph.Of(request.Plans);
            var stages = new RunFactory(environment).StagesOf(planned, cancellation);
            environment.Files.CreateDirectory(_state.Runs);
            while (true)
            {
                var run = RunFactory.RunOf(RunId.New(environment.Clock.GetUtcNow(), environment.Random), request, planned);
                if (await _ledger.FindAsync(run.Id, cancellation) is not null) continue;
                using var held = KernelLock.TryAcquire(_state.RunLock(run.Id), $"run {run.Id}");
                var named = stages.Select(stage => stage with { Run = run.Id });
                if (held is not null && await _ledger.CreateAsync(run, named, cancellation))
                    return await CarryOutAsync(run, request, planned, observer, held, cancellation);
            }
        });

    /// <summary>
    /// Carries on a run that failed, was interrupted or whose coordinator died. What is published is not done again; a run
    /// that succeeded is only reported.
    /// </summary>
    /// <exception cref="RuninkException">No such run (R5001), still going on (R5002), or not the same work any more
    /// (R5007).</exception>
    public Task<RunResult> ResumeAsync(
        string name, RunRequest request, IRunObserver observer, CancellationToken cancellation = default) =>
        GuardAsync(async () =>
        {
            var id = (await _ledger.GetAsync(name, cancellation)).Record.Id;
            environment.Files.CreateDirectory(_state.Runs);
            using var held = KernelLock.TryAcquire(_state.RunLock(id), $"run {id}") ?? throw Busy(id);
            var recovery = new Recovery(environment.Project, _ledger, environment.Clock, environment.Files);
            if (!await recovery.RecoverAsync(id)) throw Busy(id);
            var entry = await _ledger.GetAsync(id, cancellation);
            if (entry.Record.State == RunState.Succeeded)
            {
                held.Remove();
                return await ResultAsync(entry.Record, observer);
            }

            var planned = StageGraph.Of(request.Plans);
            var stages = await _ledger.StagesAsync(id, cancellation);
            try
            {
                new Resumption(environment.Project).Check(entry.Record, stages, request, planned, cancellation);
            }
            catch (RuninkException)
            {
                held.Remove();
                throw;
            }

            var open = stages.Where(stage => stage.Record.State != StageState.Published)
                .Select(stage => (stage, stage.Record with { State = StageState.Pending, Failure = null, Ended = null }))
                .ToList();
            var run = entry.Record with { State = RunState.Running, Ended = null };
            await _ledger.UpdateAsync(entry, run, open, cancellation);
            return await CarryOutAsync(run, request, planned, observer, held, cancellation);
        });

    private async Task<RunResult> CarryOutAsync(
        RunRecord run, RunRequest request, IReadOnlyList<PlannedStage> planned, IRunObserver observer, KernelLock held,
        CancellationToken cancellation)
    {
        var context = new RunContext(environment, request, run, _ledger, observer);
        using var locks = new RunLocks(context, planned);
        observer.On(new RunStarted(run, await StagesAsync(run)));
        while (!cancellation.IsCancellationRequested)
        {
            var stages = await _ledger.StagesAsync(run.Id, CancellationToken.None);
            var next = planned.Select(stage => stages.First(entry => entry.Record.Id == stage.Id))
                .FirstOrDefault(entry => !entry.Record.HasEnded);
            if (next.Record is null) break;
            var ended = FirstFailed(next.Record, stages) is { } failed
                ? (await _ledger.UpdateAsync(next, Skipped(next.Record, failed), CancellationToken.None)).Record
                : await new StageRunner(context, planned.First(stage => stage.Id == next.Record.Id), locks).RunAsync(next, cancellation);
            observer.On(new StageEnded(ended));
            if (ended.State == StageState.Interrupted) break;
        }

        return await EndAsync(context, held);
    }

    private async Task<RunResult> EndAsync(RunContext context, KernelLock held)
    {
        var entry = await _ledger.GetAsync(context.Run.Id);
        var stages = await StagesAsync(entry.Record);
        var state = stages.All(stage => stage.State == StageState.Published) ? RunState.Succeeded
            : stages.Any(stage => stage.State is StageState.Interrupted or StageState.Pending) ? RunState.Interrupted
            : RunState.Failed;
        var run = entry.Record with { State = state, Ended = context.Now };
        await _ledger.UpdateAsync(entry, run, []);
        foreach (var stage in stages) context.Publisher.RemoveStaging(stage);
        context.Publisher.RemoveStaging(run.Id);
        held.Remove();
        return await ResultAsync(run, context.Observer);
    }

    private async Task<RunResult> ResultAsync(RunRecord run, IRunObserver observer)
    {
        var stages = await StagesAsync(run);
        var failure = stages.FirstOrDefault(stage => stage.Failure is not null)?.Failure;
        var exitCode = run.State switch
        {
            RunState.Succeeded => ExitCodes.Ok,
            RunState.Interrupted => ExitCodes.Interrupted,
            _ => failure?.ExitCode ?? ExitCodes.WorkFailed,
        };
        var result = new RunResult(run, stages, exitCode, failure);
        observer.On(new RunEnded(result));
        return result;
    }

    private async Task<IReadOnlyList<StageRecord>> StagesAsync(RunRecord run)
    {
        var stages = (await _ledger.StagesAsync(run.Id)).ToDictionary(entry => entry.Record.Id, entry => entry.Record);
        return [.. run.Stages.Select(id => stages[id])];
    }

    private static StageRecord? FirstFailed(StageRecord stage, IReadOnlyList<LedgerEntry<StageRecord>> all) => all
        .Select(entry => entry.Record)
        .FirstOrDefault(other => stage.After.Contains(other.Id) && (other.State is StageState.Failed or StageState.Skipped));

    private StageRecord Skipped(StageRecord stage, StageRecord failed) => stage with
    {
        State = StageState.Skipped,
        Ended = environment.Clock.GetUtcNow(),
        Failure = StageFailure.From(
            RunErrors.UpstreamFailed.Error($"'{stage.Scenario}' reads what '{failed.Scenario}' did not publish", at: null),
            failed.Failure?.ExitCode ?? ExitCodes.WorkFailed),
    };

    private static async Task<RunResult> GuardAsync(Func<Task<RunResult>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (RunErrors.IsStorage(failure))
        {
            throw RunErrors.Storage(failure);
        }
    }

    private static RuninkException Busy(string run) =>
        new(RunErrors.RunBusy.Error(
            $"run {run}, or a dataset that it still has to publish, is held by another process", at: null), ExitCodes.NotFound);
}
