using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Plans <c>each record of … is validated against the contract</c> and what to do about drift.</summary>
internal static class ValidationSteps
{
    private static readonly (string Word, DriftAction Action)[] Actions =
    [
        ("ignore", DriftAction.Ignore), ("warn", DriftAction.Warn), ("error", DriftAction.Error),
            ("quarantine", DriftAction.Quarantine),
    ];

    public static void Validate(BoundStep step, ScenarioBuilder builder)
    {
        var name = step.Value("flow")!;
        if (builder.Find(name) is not { } flow) return;
        if (flow.Node is not SourceNode source)
        {
            builder.Report(PlanErrors.CannotValidate.Error(Why(flow.Node, name.Text), name.At));
            return;
        }

        if (source.Contract is null || builder.Context.FindObject(source.Contract) is not { } found)
        {
            builder.Report(PlanErrors.CannotValidate.Error($"\"{name.Text}\" is read without a contract", name.At,
                $"bind a contract that has an object \"{source.Table}\""));
            return;
        }

        var node = new ValidateNode
        {
            Id = builder.NextId,
            Flow = source.Flow,
            At = step.At,
            Inputs = [source.Id],
            Columns = [],
            Contract = source.Contract,
            Rules = found.Rules,
        };
        builder.AddDerived(node, [flow], [.. source.Columns.Select((_, i) => DerivedColumn.Copy(flow, 0, i))], "validated");
        builder.Checks.AddRange(
            found.Checks.Select(check => check.Kind == CheckKind.PassRate ? check : check with { Input = node.Id }));
    }

    public static void SetDrift(BoundStep step, ScenarioBuilder builder)
    {
        var value = builder.Context.Fill(step.Value("action")!, builder.Diagnostics);
        var index = Array.FindIndex(Actions, action => ColumnNames.Same(action.Word, value.Text));
        if (index >= 0)
        {
            builder.Drift = new DriftPolicy(Actions[index].Action, Actions[index].Action);
            return;
        }

        var words = Actions.Select(action => action.Word).ToList();
        builder.Report(PlanErrors.OptionValue.Error($"\"{value.Text}\" is no way to treat schema drift", value.At,
            Suggestions.DidYouMean(value.Text, words) ?? $"use {string.Join(", ", words)}"));
    }

    private static string Why(PlanNode node, string name) => node switch
    {
        ValidateNode => $"\"{name}\" is already validated at line {node.At.Line}",
        _ => $"\"{name}\" was changed at line {node.At.Line} and no longer holds the records as they were read",
    };
}
