using System.Globalization;
using System.Text;
using Runink.Pipelines.Planning.Slicing;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>Shows plans to people (<c>runi explain</c>) and to machines. Pure and thread-safe.</summary>
public static class PlanRenderer
{
    /// <summary>Version of <see cref="Json"/>.</summary>
    public const int JsonVersion = 1;

    /// <summary>The plans as a tree of steps, one scenario after the other.</summary>
    public static string Text(PlanningResult result)
    {
        var text = new StringBuilder();
        foreach (var scenario in result.Scenarios)
        {
            if (text.Length > 0) text.Append('\n');
            Append(text, scenario, [.. result.Dependencies.Where(edge => ReferenceEquals(edge.Reader, scenario))]);
        }

        return text.ToString();
    }

    /// <summary>The plans as one line of JSON; described in docs/internals/formats.md, section "Plan".</summary>
    public static string Json(PlanningResult result) => PlanJson.Write(new
    {
        Version = JsonVersion,
        result.Scenarios,
        Slices = result.Scenarios.Select(plan => new { Scenario = Name(plan), Cut = StageSlices.Cut(plan) }),
        Dependencies = result.Dependencies.Select(
            edge => new { Reader = Name(edge.Reader), Writer = Name(edge.Writer), edge.Dataset }),
    });

    private static object Name(ScenarioPlan plan) => new { plan.Feature, plan.Name };

    private static void Append(StringBuilder text, ScenarioPlan plan, IReadOnlyList<ScenarioDependency> needs)
    {
        text.Append(CultureInfo.InvariantCulture, $"Scenario: {plan.Name}  ({plan.At.File}:{plan.At.Line})\n");
        foreach (var edge in needs)
            text.Append(CultureInfo.InvariantCulture, $"  after \"{edge.Writer.Name}\", which writes {edge.Dataset}\n");
        text.Append(CultureInfo.InvariantCulture, $"  plan {plan.Hash[..12]}, {PlanWords.Of(plan.Resources)}\n");
        foreach (var line in SliceWords.Of(plan)) text.Append("  ").Append(line).Append('\n');
        var entries = new List<(string Title, IReadOnlyList<string> Details)>();
        entries.AddRange(plan.Nodes.Select(node => ($"{node.Flow}: {PlanWords.Of(node, plan)}", Details(node, plan))));
        entries.AddRange(plan.Sinks.Select(sink => ($"to {sink.Dataset}", PlanWords.Of(sink, plan))));
        if (plan.DeadLetters is { } letters) entries.Add(($"to {letters.Dataset}", PlanWords.Of(letters)));
        entries.AddRange(plan.Checks.Select(check => ($"check {check.Name}", PlanWords.Of(check))));
        for (var i = 0; i < entries.Count; i++)
        {
            var isLast = i == entries.Count - 1;
            text.Append(isLast ? "└─ " : "├─ ").Append(entries[i].Title).Append('\n');
            foreach (var line in entries[i].Details) text.Append(isLast ? "      " : "│     ").Append(line).Append('\n');
        }
    }

    // Columns are shown where they are new or changed; a step that passes them on needs no list.
    private static IReadOnlyList<string> Details(PlanNode node, ScenarioPlan plan)
    {
        var before = node.Inputs.SelectMany(id => plan.Nodes[id].Columns).ToHashSet();
        var shown = node.Columns.Where(column => !before.Contains(column)).ToList();
        var width = shown.Count == 0 ? 0 : shown.Max(column => column.Name.Length);
        var types = shown.Count == 0 ? 0 : shown.Max(column => column.Type.ToString().Length);
        var lines = shown.Select(
            column => $"{column.Name.PadRight(width)}  {column.Type.ToString().PadRight(types)}  {Word(column.Classification)}");
        var passed = node.Columns.Count - shown.Count;
        return passed == 0 || node.Inputs.Count == 0
            ? [.. lines]
            : [.. lines, passed == 1 ? "1 column as before" : $"{passed} columns as before"];
    }

    private static string Word(Classification classification) => classification.ToString().ToLowerInvariant();
}
