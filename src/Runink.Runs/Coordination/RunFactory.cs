using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;
using Runink.Runs.Inputs;
using Runink.Runs.Ledger;
using Runink.Runs.Lineage;

namespace Runink.Runs.Coordination;

/// <summary>The first records of a run.</summary>
internal sealed class RunFactory(RunEnvironment environment)
{
    /// <summary>The record of a new run.</summary>
    public static RunRecord RunOf(string id, RunRequest request, IReadOnlyList<PlannedStage> planned) => new()
    {
        Id = id,
        State = RunState.Running,
        Time = request.Time,
        Features = [.. request.Features],
        Scenario = request.Scenario,
        Parameters = request.Parameters,
        Stages = [.. planned.Select(stage => stage.Id)],
    };

    /// <summary>The records of its stages, external inputs pinned; the run's name is still to be filled in.</summary>
    public IReadOnlyList<StageRecord> StagesOf(IReadOnlyList<PlannedStage> planned, CancellationToken cancellation)
    {
        var pinner = new InputPinner(environment.Project);
        return [.. planned.Select(stage => new StageRecord
        {
            Run = "",
            Id = stage.Id,
            Scenario = stage.Plan.Name,
            Feature = stage.Plan.Feature,
            PlanHash = stage.Plan.Hash,
            Contracts = ContractsOf(stage.Plan),
            After = [.. stage.After],
            Steps = LineageStep.Of(stage.Plan),
            State = StageState.Pending,
            Inputs = pinner.Pin(stage.External, cancellation),
        })];
    }

    /// <summary>Every contract that a plan is bound to, once.</summary>
    public static EquatableList<ContractRef> ContractsOf(ScenarioPlan plan) =>
    [
        .. plan.Nodes
            .Select(node => node switch
            {
                SourceNode source => source.Contract,
                ValidateNode validate => validate.Contract,
                _ => null,
            })
            .OfType<ContractRef>().Distinct(),
    ];
}
