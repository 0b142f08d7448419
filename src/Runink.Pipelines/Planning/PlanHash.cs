using System.Security.Cryptography;
using System.Text;
using Runink.Pipelines.Contracts;
using Runink.Pipelines.Features;

namespace Runink.Pipelines.Planning;

/// <summary>
/// The hash of a plan (semantics section 9). It is taken over what a person wrote, placeholders unfilled, and what that is
/// bound to; so it does not change with parameters, times, absolute paths, or with a comment above the scenario.
/// </summary>
internal static class PlanHash
{
    public static string Of(ScenarioPlan plan, BoundScenario scenario, IReadOnlyList<Contract> contracts)
    {
        var text = new StringBuilder();
        Line(text, "plan", $"{ScenarioPlan.CurrentVersion}", $"{StepCatalogue.Version}", plan.Feature, plan.Name);
        Line(text, "resources", PlanJson.Write(plan.Resources));
        foreach (var contract in contracts) Line(text, "contract", contract.File, contract.Hash);
        foreach (var step in scenario.Steps)
        {
            Line(text, ["step", step.Definition.Id, step.Definition.Expression, .. step.Values.Select(value => value.Text)]);
            if (step.Table is not { } table) continue;
            foreach (var row in table.Rows.Prepend(table.Header)) Line(text, ["row", .. row.Select(cell => cell.Text)]);
        }

        foreach (var step in scenario.Steps.Where(step => step.DocString is not null))
            Line(text, "text", step.DocString!.Content);
        foreach (var source in plan.Nodes.OfType<SourceNode>())
            Line(text, ["source", source.Contract?.File ?? "", source.Contract?.Hash ?? "", PlanJson.Write(source.Columns)]);
        foreach (var program in plan.Nodes.OfType<ProgramNode>()) Line(text, "program", program.Program, program.Hash, $"{program.Format}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    // Lengths keep neighbours apart, whatever they hold.
    private static void Line(StringBuilder text, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts) text.Append(part.Length).Append(':').Append(part);
        text.Append('\n');
    }
}
