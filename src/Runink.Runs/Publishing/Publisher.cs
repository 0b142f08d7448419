using Runink.Pipelines.Planning;
using Runink.Runs.Files;
using Runink.Runs.Ledger;

namespace Runink.Runs.Publishing;

/// <summary>
/// Brings committed stages into place. The invariant that makes it safe: who commits to a dataset or moves its parts holds its
/// lock, and before committing has moved what its newest manifest still waits for. So a manifest that is not the newest any
/// more has been in place, and must not be written again.
/// </summary>
internal sealed class Publisher(RunLedger ledger, IFileOperations files, string projectRoot, StatePaths state)
{
    /// <summary>
    /// Brings all outputs of a committed stage into place and says so in the ledger. The caller holds their locks.
    /// </summary>
    public async Task<LedgerEntry<StageRecord>> FinishAsync(LedgerEntry<StageRecord> stage)
    {
        foreach (var output in stage.Record.Outputs) await FinishAsync(stage.Record, output);
        var next = stage.Record with { State = stage.Record.Failure is null ? StageState.Published : StageState.Failed };
        var updated = await ledger.UpdateAsync(stage, next);
        RemoveStaging(next);
        return updated;
    }

    /// <summary>
    /// Finishes what a dead run had committed to a dataset, before anything else touches it. The caller holds its lock.
    /// </summary>
    public async Task FinishPendingAsync(DatasetRef dataset)
    {
        if (await ledger.HeadAsync(dataset) is not { Record: var head }) return;
        if (await ledger.StageAsync(head.Run, head.Stage) is not { Record: { State: StageState.Committed } stage }) return;
        foreach (var output in stage.Outputs.Where(output => output.Dataset == dataset)) await FinishAsync(stage, output);
    }

    /// <summary>Removes what the attempts of a stage wrote aside, and what they spilled.</summary>
    public void RemoveStaging(StageRecord stage)
    {
        foreach (var directory in stage.OutsideStaging) files.DeleteTree(directory);
        files.DeleteTree(Path.Combine(state.Staging, stage.Run, stage.Id));
        files.DeleteTree(Path.Combine(state.Spill, stage.Run, stage.Id));
    }

    /// <summary>Removes what is left of a run's staging and spill directories.</summary>
    public void RemoveStaging(string run)
    {
        files.DeleteTree(Path.Combine(state.Staging, run));
        files.DeleteTree(Path.Combine(state.Spill, run));
    }

    private async Task FinishAsync(StageRecord stage, StageOutput output)
    {
        if (await ledger.HeadAsync(output.Dataset) is not { Record: var head } || !head.IsBy(stage)) return;
        var place = DatasetPlace.Of(projectRoot, output.Dataset, output.SingleFile);
        new RollForward(files, projectRoot, place, output, head).Run();
    }
}
