using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;
using Runink.Runs.Ledger;

namespace Runink.Runs.Lineage;

/// <summary>Where the data of a run came from, what was done to it, and where it went.</summary>
/// <param name="Run">The run.</param>
/// <param name="Time">When it began.</param>
/// <param name="State">How far it is.</param>
/// <param name="Parameters">Values of <c>{{param.x}}</c>.</param>
/// <param name="Stages">Its stages, in order.</param>
public sealed record LineageRecord(
    string Run, DateTimeOffset Time, RunState State, IReadOnlyDictionary<string, string> Parameters,
    EquatableList<LineageStage> Stages)
{
    /// <summary>Version of the format, as commands print it.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The lineage that the ledger holds of a run.</summary>
    public static LineageRecord Of(RunRecord run, IReadOnlyList<StageRecord> stages) =>
        new(run.Id, run.Time, run.State, run.Parameters, [.. stages.Select(LineageStage.Of)]);
}

/// <summary>The part of one stage.</summary>
/// <param name="Id">The stage.</param>
/// <param name="Scenario">Its scenario.</param>
/// <param name="Feature">Its feature file.</param>
/// <param name="State">How far it is.</param>
/// <param name="PlanHash">Hash of the plan.</param>
/// <param name="Contracts">Contracts that were enforced, by content.</param>
/// <param name="Inputs">Files that were read.</param>
/// <param name="Steps">What was done.</param>
/// <param name="Outputs">What was published.</param>
public sealed record LineageStage(
    string Id, string Scenario, string Feature, StageState State, string PlanHash, EquatableList<ContractRef> Contracts,
    EquatableList<LineageInput> Inputs, EquatableList<LineageStep> Steps, EquatableList<LineageOutput> Outputs)
{
    /// <summary>The lineage of one stage.</summary>
    internal static LineageStage Of(StageRecord stage)
    {
        var datasets = stage.Steps.Where(step => step.Dataset is not null).ToDictionary(step => step.Id, step => step.Dataset!);
        return new(
            stage.Id, stage.Scenario, stage.Feature, stage.State, stage.PlanHash, stage.Contracts,
            [.. stage.Inputs.Select(input => new LineageInput(
                datasets.GetValueOrDefault(input.Node, ""), input.Path, input.Size, input.ModifiedUtc, input.Sha256))],
            stage.Steps,
            [.. stage.Outputs.Select(output => new LineageOutput(
                output.Dataset.Identity, output.Mode, output.IsDeadLetters, output.Rows, output.Parts))]);
    }
}

/// <summary>A file that was read.</summary>
/// <param name="Dataset">The dataset it belongs to, as the feature names it.</param>
/// <param name="Path">Relative to the project root, or absolute in an allowed directory.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedUtc">Modification time.</param>
/// <param name="Sha256">Content hash, hex.</param>
public sealed record LineageInput(string Dataset, string Path, long Size, DateTimeOffset ModifiedUtc, string Sha256);

/// <summary>A dataset that was published.</summary>
/// <param name="Dataset">Identity.</param>
/// <param name="Mode">How the parts relate to what was there.</param>
/// <param name="DeadLetters">Whether it is the dead-letter queue of the stage.</param>
/// <param name="Rows">Records in the parts.</param>
/// <param name="Parts">The parts.</param>
public sealed record LineageOutput(string Dataset, SinkMode Mode, bool DeadLetters, long Rows, EquatableList<OutputPart> Parts);
