using Runink.Pipelines.Planning.Steps;

namespace Runink.Pipelines.Planning;

/// <summary>What can be judged only when every step of a scenario is planned.</summary>
internal static class ScenarioRules
{
    public static void Check(ScenarioBuilder builder)
    {
        if (builder.Sinks.Count == 0)
            builder.Report(PlanErrors.NoSink.Error($"\"{builder.Scenario.Name}\" writes nothing", builder.Scenario.At));
        ReportUnused(builder);
        RequireDeadLetters(builder);
        Clearance.Check(builder);
    }

    private static void ReportUnused(ScenarioBuilder builder)
    {
        var used = builder.States.SelectMany(state => state.Node.Inputs)
            .Concat(builder.Sinks.Select(sink => sink.Input))
            .Concat(builder.Checks.Select(check => check.Input ?? -1))
            .ToHashSet();
        foreach (var node in builder.States.Select(state => state.Node).Where(node => !used.Contains(node.Id)))
            builder.Report(PlanErrors.UnusedFlow.Warning($"nothing reads \"{node.Flow}\" as this step leaves it", node.At));
    }

    private static void RequireDeadLetters(ScenarioBuilder builder)
    {
        if (builder.DeadLetters is not null) return;
        foreach (var node in builder.States.Select(state => state.Node))
        {
            if (WhyItCanFail(node, builder.Drift) is not { } why) continue;
            builder.Report(PlanErrors.NoDeadLetters.Error(why, node.At));
            return;
        }
    }

    private static string? WhyItCanFail(PlanNode node, DriftPolicy drift) => node switch
    {
        ValidateNode validate => $"records of \"{validate.Flow}\" can break the contract, and have nowhere to go",
        SourceNode { Dataset.Format: not "parquet" } source =>
            $"records of \"{source.Flow}\" can be unreadable, and have nowhere to go",
        SourceNode source when drift.Quarantines => $"files of \"{source.Flow}\" that drift are quarantined, and have nowhere to go",
        SourceNode source when drift.TakesOtherTypes =>
            $"values of \"{source.Flow}\" can be of another type where columns drift, and their records have nowhere to go",
        ProgramNode program => $"records that \"{program.Program}\" returns can be unfit, and have nowhere to go",
        _ => null,
    };
}
