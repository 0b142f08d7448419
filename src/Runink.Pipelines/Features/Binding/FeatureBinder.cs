using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features.Parsing;

namespace Runink.Pipelines.Features.Binding;

/// <summary>Binds a parsed feature: outlines expanded, the background in each scenario, a definition for each step.</summary>
internal sealed class FeatureBinder(StepIndex index, string file)
{
    private readonly StepBinder _steps = new(index);

    public BoundFeature Bind(ParsedFeature feature, List<Diagnostic> errors)
    {
        TagCheck.Check(feature.Tags, errors);
        if (feature.Scenarios.Count == 0)
            errors.Add(FeatureErrors.NoScenario.Error("this feature has no scenario", feature.Name.At));
        var background = BindSteps(feature.Background?.Steps ?? [], errors);
        var scenarios = new List<BoundScenario>();
        foreach (var scenario in feature.Scenarios)
        {
            TagCheck.Check(scenario.Tags, errors);
            foreach (var examples in scenario.Examples) TagCheck.Check(examples.Tags, errors);
            if (scenario.Steps.Count == 0)
                errors.Add(FeatureErrors.NoSteps.Error("this scenario has no steps", scenario.Header.At));
            foreach (var one in OutlineExpander.Expand(scenario, errors).TakeWhile(_ => GoesOn(errors)))
            {
                List<BoundStep> steps = [.. background, .. BindSteps(one.Steps, errors)];
                scenarios.Add(new BoundScenario(one.Name.Text, [.. one.Tags, .. feature.Tags], steps, one.Header.At));
            }
        }

        CheckNames(scenarios, errors);
        return new BoundFeature(file, feature.Name.Text, feature.Tags, scenarios);
    }

    private List<BoundStep> BindSteps(List<ParsedStep> steps, List<Diagnostic> errors) =>
        [.. steps.TakeWhile(_ => GoesOn(errors)).Select(step => _steps.Bind(step, errors)).OfType<BoundStep>()];

    /// <summary>A file of the wrong kind has an error in each line, and each would look for its nearest definition.</summary>
    private static bool GoesOn(List<Diagnostic> errors) => errors.Count < FeatureReader.MostErrors;

    /// <summary>Names tell scenarios apart, on the command line, in the ledger and in lineage.</summary>
    private static void CheckNames(List<BoundScenario> scenarios, List<Diagnostic> errors)
    {
        foreach (var nameless in scenarios.Where(scenario => scenario.Name.Length == 0))
            errors.Add(FeatureErrors.ScenarioName.Error("this scenario has no name", nameless.At));
        foreach (var group in scenarios.Where(scenario => scenario.Name.Length > 0).GroupBy(scenario => scenario.Name))
        {
            foreach (var again in group.Skip(1)) errors.Add(Duplicate(group.First(), again));
        }
    }

    private static Diagnostic Duplicate(BoundScenario first, BoundScenario again)
    {
        var sameOutline = first.At == again.At;
        var hint = sameOutline ? "put a placeholder such as <case> into the outline's name, so that each row has its own" : null;
        var note = sameOutline ? "the rows of an outline are scenarios of their own" : $"the other one is at {first.At}";
        return FeatureErrors.ScenarioName.Error($"two scenarios are named \"{again.Name}\"", again.At, hint, note);
    }
}
