using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Datasets;
using Runink.Pipelines.Planning.Steps;

namespace Runink.Pipelines.Planning;

/// <summary>Plans one scenario: its steps in order, then what can only be judged when all are known.</summary>
internal static class ScenarioPlanner
{
    /// <summary>The plan, or null when <paramref name="diagnostics"/> got an error.</summary>
    public static ScenarioPlan? Plan(BoundFeature feature, BoundScenario scenario, PlanningContext context,
        List<Diagnostic> diagnostics)
    {
        var builder = new ScenarioBuilder(context, scenario);
        foreach (var step in scenario.Steps)
        {
            Add(step, builder);
            // What it should have made and has not was explained; what it has made stays.
            builder.MarkBroken(Makes(step));
        }

        ResourceTags.ReportWithoutEffect(scenario.Tags, builder.Diagnostics);
        var nodes = builder.States.Select(state => state.Node is SourceNode source
            ? source with { Drift = builder.Drift }
            : state.Node).ToList();
        foreach (var written in builder.WrittenUnderContract) builder.Diagnostics.AddRange(written.Judge(builder.Drift));
        builder.Diagnostics.AddRange(SinkConflicts.Find(nodes.OfType<SourceNode>(), builder.Sinks, builder.DeadLetters));
        var complete = !builder.Diagnostics.Any(found => found.IsError);
        if (complete) ScenarioRules.Check(builder);
        diagnostics.AddRange(builder.Diagnostics);
        if (builder.Diagnostics.Any(found => found.IsError)) return null;
        var plan = new ScenarioPlan
        {
            Name = scenario.Name,
            Feature = feature.File,
            At = scenario.At,
            Nodes = [.. nodes],
            Sinks = [.. builder.Sinks],
            DeadLetters = builder.DeadLetters,
            Checks = [.. builder.Checks],
            Resources = ResourceTags.Read(scenario.Tags),
        };
        return plan with { Hash = PlanHash.Of(plan, scenario, builder.Contracts) };
    }

    private static void Add(BoundStep step, ScenarioBuilder builder)
    {
        switch (step.Definition.Id)
        {
            case "contract": SourceSteps.AddContract(step, builder); break;
            case "source.table": SourceSteps.AddTable(step, builder); break;
            case "validate": ValidationSteps.Validate(step, builder); break;
            case "drift": ValidationSteps.SetDrift(step, builder); break;
            case "mask": MaskSteps.Mask(step, builder); break;
            case "sql": SqlSteps.Calculate(step, builder); break;
            case "filter": SqlSteps.Filter(step, builder); break;
            case "join.inner": JoinSteps.Join(step, builder, JoinKind.Inner); break;
            case "join.left": JoinSteps.Join(step, builder, JoinKind.Left); break;
            case "join.full": JoinSteps.Join(step, builder, JoinKind.Full); break;
            case "join.semi": JoinSteps.Join(step, builder, JoinKind.Semi); break;
            case "join.anti": JoinSteps.Join(step, builder, JoinKind.Anti); break;
            case "union": CombiningSteps.Union(step, builder); break;
            case "deduplicate": CombiningSteps.Deduplicate(step, builder); break;
            case "program": ProgramSteps.Transform(step, builder); break;
            case "csharp": CSharpSteps.Transform(step, builder); break;
            case "sink.replace": SinkSteps.AddSink(step, builder, SinkMode.Replace); break;
            case "sink.append": SinkSteps.AddSink(step, builder, SinkMode.Append); break;
            case "sink.partition": SinkSteps.AddSink(step, builder, SinkMode.ReplacePartition); break;
            case "deadletters": SinkSteps.AddDeadLetters(step, builder); break;
            case "check.passrate": CheckSteps.AddPassRate(step, builder); break;
            case "check.flow": CheckSteps.AddFlowChecks(step, builder); break;
            default: throw new InvalidOperationException($"the planner does not know the step {step.Definition.Id}");
        }
    }

    // The flow that would be missing when the step fails; a step that changes a flow in place leaves the old one.
    private static StepValue? Makes(BoundStep step) =>
        step.Value("as") ?? (step.Definition.Id == "source.table" ? step.Value("table") : null);
}
