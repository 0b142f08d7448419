using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;
using Runink.Runs.Coordination;
using Runink.Runs.Files;
using Runink.Runs.Ledger;

namespace Runink.Runs.Publishing;

/// <summary>
/// Puts a project in order after coordinators died: ends what is left in their sandboxes, finishes what was committed, removes litter, marks
/// their runs as interrupted. Every command that opens a project runs it first; with nothing to do it costs a look into two directories. Safe to run by
/// several processes at once: it touches a run only while holding the lock that its coordinator would hold.
/// </summary>
public sealed class Recovery(Project project, RunLedger ledger, TimeProvider clock, IFileOperations files)
{
    private readonly StatePaths _state = new(project.StatePath);
    private readonly Publisher _publisher = new(ledger, files, project.Root, new StatePaths(project.StatePath));
    private readonly List<string> _published = [];
    private readonly List<string> _interrupted = [];
    private readonly List<string> _problems = [];

    /// <summary>Recovers every run whose coordinator is dead.</summary>
    public async Task<RecoveryReport> RunAsync(CancellationToken cancellation = default)
    {
        Sweep();
        foreach (var run in Candidates())
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                files.CreateDirectory(_state.Runs);
                using var held = KernelLock.TryAcquire(_state.RunLock(run), "recovery");
                if (held is not null && await RecoverAsync(run)) held.Remove();
            }
            catch (Exception failure) when (RunErrors.IsStorage(failure) || failure is RuninkException)
            {
                _problems.Add($"run {run}: {failure.Message}");
            }
        }

        return new(_published, _interrupted, _problems);
    }

    // A coordinator may die when its run is at its end, so that nobody will ever take the run up again.
    private void Sweep()
    {
        try
        {
            _problems.AddRange(RunSandboxes.Sweep(project).Left.Select(slice => $"sandboxes: what runs in '{slice}' could not be ended"));
        }
        catch (Exception failure) when (RunErrors.IsStorage(failure))
        {
            _problems.Add($"sandboxes: {failure.Message}");
        }
    }

    /// <summary>Recovers one run, whose lock the caller holds; false when something is left to do.</summary>
    internal async Task<bool> RecoverAsync(string run)
    {
        foreach (var mark in _state.SlicesOf(run)) ProcessMark.End(mark);
        var done = true;
        if (await ledger.FindAsync(run) is { } entry)
        {
            List<StageRecord> stages = [];
            foreach (var stage in await ledger.StagesAsync(run))
            {
                var settled = await SettleAsync(stage);
                done &= settled.State is not StageState.Committed;
                stages.Add(settled);
            }

            if (!done) return false;
            foreach (var stage in stages) _publisher.RemoveStaging(stage);
            if (!entry.Record.HasEnded) await EndAsync(entry, stages);
        }

        _publisher.RemoveStaging(run);
        return done;
    }

    /// <summary>Runs with a lock file, or with litter: what a coordinator removes when it ends in good order.</summary>
    private List<string> Candidates()
    {
        if (!Directory.Exists(_state.Root)) return [];
        var runs = Entries(_state.Runs, "*.lock").Select(path => Path.GetFileNameWithoutExtension(path));
        var litter = Entries(_state.Staging, "*").Concat(Entries(_state.Spill, "*")).Select(path => Path.GetFileName(path));
        return [.. runs.Concat(litter).Where(RunId.IsValid).Distinct().Order(StringComparer.Ordinal)];
    }

    private async Task<StageRecord> SettleAsync(LedgerEntry<StageRecord> stage)
    {
        switch (stage.Record.State)
        {
            case StageState.Committed:
                var wanted = stage.Record.Outputs.Select(output => new DatasetLocks.Wanted(output.Dataset, Shared: false));
                using (var locks = DatasetLocks.TryAcquire(_state, files, wanted, $"recovery of run {stage.Record.Run}"))
                {
                    if (locks is null)
                    {
                        _problems.Add(
                            $"run {stage.Record.Run}: another run holds a dataset of '{stage.Record.Scenario}'; it goes first");
                        return stage.Record;
                    }

                    var published = (await _publisher.FinishAsync(stage)).Record;
                    _published.Add($"{stage.Record.Run} {stage.Record.Id}");
                    return published;
                }

            case StageState.Running:
                var failure = StageFailure.From(
                    RunErrors.CoordinatorDied.Error("the process that coordinated the run died", at: null),
                    ExitCodes.Interrupted);
                var next = stage.Record with { State = StageState.Interrupted, Failure = failure, Ended = clock.GetUtcNow() };
                return (await ledger.UpdateAsync(stage, next)).Record;

            default:
                return stage.Record;
        }
    }

    private async Task EndAsync(LedgerEntry<RunRecord> run, List<StageRecord> stages)
    {
        var complete = stages.All(stage => stage.State == StageState.Published);
        if (!complete) _interrupted.Add(run.Record.Id);
        var next = run.Record with
        {
            State = complete ? RunState.Succeeded : RunState.Interrupted,
            Ended = clock.GetUtcNow(),
        };
        await ledger.UpdateAsync(run, next, []);
    }

    private static IEnumerable<string> Entries(string directory, string pattern) =>
        Directory.Exists(directory) ? Directory.EnumerateFileSystemEntries(directory, pattern) : [];
}
