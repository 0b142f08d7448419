using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;
using Runink.Runs.Inputs;
using Runink.Runs.Ledger;

namespace Runink.Runs.Coordination;

/// <summary>Decides whether a request means the work that a run began with: plan, contracts, parameters, inputs.</summary>
internal sealed class Resumption(Project project)
{
    private readonly InputPinner _pinner = new(project);

    /// <summary>Throws R5007, naming what changed.</summary>
    public void Check(
        RunRecord run, IReadOnlyList<LedgerEntry<StageRecord>> stages, RunRequest request, IReadOnlyList<PlannedStage> planned,
        CancellationToken cancellation)
    {
        if (ChangedParameter(run.Parameters, request.Parameters) is { } parameter)
            throw Refused(run, $"parameter '{parameter}' changed");
        if (!run.Stages.SequenceEqual(planned.Select(stage => stage.Id), StringComparer.Ordinal))
            throw Refused(run, "the scenarios are others");
        foreach (var stage in planned)
        {
            var before = stages.First(entry => entry.Record.Id == stage.Id).Record;
            CheckPlan(run, before, stage);
            CheckInputs(run, before, stage, cancellation);
        }
    }

    private static void CheckPlan(RunRecord run, StageRecord before, PlannedStage now)
    {
        var contracts = RunFactory.ContractsOf(now.Plan);
        foreach (var contract in before.Contracts)
        {
            var same = contracts.FirstOrDefault(other => other.File == contract.File && other.Object == contract.Object);
            if (same is not null && same != contract)
                throw Refused(run, $"contract '{contract.File}' changed (version {contract.Version} then, {same.Version} now)");
        }

        if (before.PlanHash != now.Plan.Hash || !before.Contracts.Equals(contracts))
            throw Refused(run, $"the plan of '{before.Scenario}' in {before.Feature} changed");
    }

    private void CheckInputs(RunRecord run, StageRecord before, PlannedStage now, CancellationToken cancellation)
    {
        var external = now.External.Select(source => source.Id).ToHashSet();
        try
        {
            var pinned = _pinner.Pin(now.External, believeManifests: false, cancellation);
            var then = before.Inputs.Where(input => external.Contains(input.Node));
            if (InputPinner.Difference([.. then], pinned) is { } difference) throw Refused(run, $"input {difference}");
        }
        catch (RuninkException failure) when (failure.Diagnostic.Definition != RunErrors.ResumeRefused)
        {
            throw Refused(run, $"input: {failure.Message}");
        }
    }

    private static string? ChangedParameter(
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
        before.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .FirstOrDefault(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name));

    private static RuninkException Refused(RunRecord run, string what) =>
        new(RunErrors.ResumeRefused.Error($"run {run.Id} cannot be resumed: {what}", at: null), ExitCodes.NotFound);
}
