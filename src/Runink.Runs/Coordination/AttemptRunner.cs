using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Slicing;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;
using Runink.Store;

namespace Runink.Runs.Coordination;

/// <summary>One attempt of a stage: makes room for it, runs its slice, judges what came of it, commits and publishes.</summary>
internal sealed class AttemptRunner(RunContext context, PlannedStage planned)
{
    private const int KeptWarnings = 100;
    private readonly List<SliceWarning> _warnings = [];

    /// <summary>The stage after the attempt, and the outcome of its slice.</summary>
    public readonly record struct Result(LedgerEntry<StageRecord> Stage, SliceOutcome Outcome);

    /// <summary>
    /// Runs the next attempt of a stage whose datasets are locked and whose inputs are pinned. A failed one leaves the stage
    /// running, for the caller to try again or give up.
    /// </summary>
    public async Task<Result> RunAsync(LedgerEntry<StageRecord> stage, CancellationToken cancellation)
    {
        var number = stage.Record.Attempt + 1;
        var staging = StagingArea.Plan(
            context.State, context.Environment.Project.Root, planned.Plan, context.Run.Id, planned.Id, number);
        var log = context.State.LogOf(context.Run.Id, planned.Id, number);
        var started = stage.Record with
        {
            State = StageState.Running,
            Attempt = number,
            Started = context.Now,
            Ended = null,
            Failure = null,
            OutsideStaging = [.. stage.Record.OutsideStaging.Where(Directory.Exists), .. staging.Outside],
        };
        var relativeLog = Path.GetRelativePath(context.Environment.Project.Root, log);
        var attempt = await context.Ledger.StartAttemptAsync(
            stage, started, new SliceAttempt(number, context.Now, relativeLog), cancellation);
        context.Observer.On(new StageStarted(started));
        var committed = false;
        try
        {
            var outcome = await RunSliceAsync(started, staging, log, cancellation);
            if (outcome is SliceOutcome.Finished finished)
            {
                var entry = await CommitAsync(attempt, finished, staging);
                committed = true;
                return new(await PublishAsync(entry), outcome);
            }

            var reason = outcome is SliceOutcome.Failed { Failure.Message: var message } ? message : "stopped";
            return new(await context.Ledger.EndAttemptAsync(attempt, started, reason, context.Now, []), outcome);
        }
        catch (StoreException failure) when (failure is not StoreDiskFullException)
        {
            // Whether the stage is committed is not known: its parts stay until somebody can look.
            committed = true;
            throw;
        }
        finally
        {
            if (!committed) context.Publisher.RemoveStaging(started);
        }
    }

    private async Task<SliceOutcome> RunSliceAsync(
        StageRecord stage, StagingArea staging, string log, CancellationToken cancellation)
    {
        var spill = context.State.SpillOf(stage.Run, stage.Id, stage.Attempt);
        foreach (var target in staging.Targets) context.Environment.Files.CreateDirectory(target.Directory);
        context.Environment.Files.CreateDirectory(spill);
        var mark = context.State.SliceOf(stage.Run, stage.Id, stage.Attempt);
        context.Environment.Files.CreateDirectory(Path.GetDirectoryName(mark)!);
        var resources = planned.Plan.Resources;
        var assignment = new SliceAssignment
        {
            Build = SliceAssignment.CurrentBuild,
            Run = stage.Run,
            Stage = stage.Id,
            Attempt = stage.Attempt,
            Epoch = stage.Epoch,
            RunTime = context.Run.Time,
            Plan = planned.Plan,
            ProjectRoot = context.Environment.Project.Root,
            Inputs = stage.Inputs,
            Staging = [.. staging.Targets],
            SpillDirectory = spill,
            MemoryBytes = resources.MemoryBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2,
            Threads = context.Request.Ordered ? 1 : (int)Math.Ceiling(resources.Cpu ?? Environment.ProcessorCount),
            MaskingKey = planned.Plan.NeedsMaskingKey ? context.Request.MaskingKey : null,
            Ordered = context.Request.Ordered,
        };
        var environment = context.Environment;
        var slices = StageSlices.Cut(planned.Plan);
        if (slices.Slices.Count > 1)
        {
            var room = new TeamRoom(
                slices, environment.Project.Root, Path.Combine(spill, "slices"), log,
                index => context.State.SliceOf(stage.Run, stage.Id, stage.Attempt, index));
            return await new SliceTeam(slices, room, environment, said => PassOn(stage, said)).RunAsync(assignment, cancellation);
        }

        return await new SliceSupervisor(environment.Launcher, environment.Clock, environment.StopGrace)
            .RunAsync(assignment, log, mark, said => PassOn(stage, said), cancellation);
    }

    // The slices of a team speak at the same time, and observers are told one thing at a time.
    private void PassOn(StageRecord stage, SliceEvent said)
    {
        lock (_warnings)
        {
            if (said is SliceProgress progress) context.Observer.On(new StageProgressed(stage, progress));
            if (said is not SliceWarning warning) return;
            if (_warnings.Count < KeptWarnings) _warnings.Add(warning);
            context.Observer.On(new StageWarned(stage, warning));
        }
    }

    /// <summary>The commit point: outcome, manifests, lineage, checks and counts in one transaction.</summary>
    private async Task<LedgerEntry<StageRecord>> CommitAsync(StageAttempt attempt, SliceOutcome.Finished outcome, StagingArea staging)
    {
        var result = outcome.Result;
        var stage = attempt.Stage.Record;
        if (context.Pinner.FirstChanged(stage.Inputs) is { } change)
            throw new RuninkException(RunErrors.InputChanged.Error(change, at: null), ExitCodes.WorkFailed);
        var failure = JudgeChecks(planned.Plan, result.Checks);
        var now = context.Now;
        var builder = new OutputBuilder(
            context.Environment.Files, context.Environment.Project.Root, planned.Plan, stage, staging);
        var prepared = builder.Build(result, passes: failure is null, now);
        List<HeadChange> heads = [];
        foreach (var (output, manifest) in prepared)
            heads.Add(new(output.Dataset, manifest, (await context.Ledger.HeadAsync(output.Dataset))?.Revision ?? 0));
        var committed = stage with
        {
            State = StageState.Committed,
            Ended = now,
            Failure = failure,
            Counts = new(
                result.RecordsRead, result.RecordsFailed, result.FailedByRule, result.PeakMemoryBytes, result.CpuMilliseconds,
                result.ThrottledMilliseconds, result.EdgeBytes)
            {
                Slices = outcome.Slices,
            },
            Checks = result.Checks,
            Warnings = [.. _warnings],
            Outputs = [.. prepared.Select(each => each.Output)],
        };
        return await context.Ledger.EndAttemptAsync(attempt, committed, failure?.Message ?? "succeeded", now, heads);
    }

    private async Task<LedgerEntry<StageRecord>> PublishAsync(LedgerEntry<StageRecord> stage)
    {
        context.Observer.On(new StageCommitted(stage.Record));
        try
        {
            return await context.Publisher.FinishAsync(stage);
        }
        catch (Exception failure) when (RunErrors.IsStorage(failure))
        {
            var message = $"'{planned.Plan.Name}' is committed, but its parts could not be moved into place: {failure.Message}";
            throw new RuninkException(RunErrors.PublishPending.Error(message, at: null), ExitCodes.WorkFailed, failure);
        }
    }

    /// <summary>
    /// The failure that broken checks of severity error mean. The severity is the plan's, never the slice's word.
    /// </summary>
    private static StageFailure? JudgeChecks(ScenarioPlan plan, EquatableList<CheckResult> results)
    {
        if (!plan.Checks.Select(check => check.Name).SequenceEqual(results.Select(result => result.Name), StringComparer.Ordinal))
        {
            throw new RuninkException(
                RunErrors.SliceProtocol.Error("the slice broke the protocol: its checks are not those of the plan", at: null),
                ExitCodes.WorkFailed);
        }

        var broken = plan.Checks.Zip(results)
            .Where(pair => pair.First.Severity == CheckSeverity.Error && !pair.Second.Passed)
            .Select(pair => $"{pair.Second.Name}: expected {pair.Second.Expected}, found {pair.Second.Actual}")
            .ToList();
        if (broken.Count == 0) return null;
        return StageFailure.From(RunErrors.CheckFailed.Error(string.Join("; ", broken), at: null), ExitCodes.WorkFailed);
    }
}
