using System.Text;
using System.Text.RegularExpressions;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features.Parsing;

namespace Runink.Pipelines.Features.Binding;

/// <summary>Makes one scenario from each row of an outline's examples. Every text keeps its place in the outline.</summary>
internal static partial class OutlineExpander
{
    /// <summary>The scenario itself when it is no outline.</summary>
    public static IEnumerable<ParsedScenario> Expand(ParsedScenario scenario, ICollection<Diagnostic> errors)
    {
        if (!scenario.IsOutline) return [scenario];
        if (scenario.Examples.All(examples => examples.Rows.Count == 0))
            errors.Add(FeatureErrors.Outline.Error("this outline has no examples", scenario.Header.At));
        return [.. scenario.Examples.SelectMany(examples => ExpandExamples(scenario, examples, errors))];
    }

    private static IEnumerable<ParsedScenario> ExpandExamples(
        ParsedScenario scenario, ParsedExamples examples, ICollection<Diagnostic> errors)
    {
        if (examples.Rows.Count == 0 || !TableCheck.IsSound(examples.Rows, errors)) yield break;
        var names = examples.Rows[0].Cells.Select(cell => cell.Text).ToList();
        foreach (var text in scenario.Steps.Select(step => step.Text).Prepend(scenario.Name))
            CheckPlaceholders(text, names, errors);
        foreach (var row in examples.Rows.Skip(1))
        {
            var values = names.Zip(row.Cells).ToDictionary(pair => pair.First, pair => pair.Second.Text);
            yield return ExpandRow(scenario, examples, values);
        }
    }

    private static ParsedScenario ExpandRow(ParsedScenario scenario, ParsedExamples examples, Dictionary<string, string> values)
    {
        var name = scenario.Name with { Text = Fill(scenario.Name.Text, values).Text };
        var expanded = new ParsedScenario(scenario.Header, name, [.. examples.Tags, .. scenario.Tags], isOutline: false);
        expanded.Steps.AddRange(scenario.Steps.Select(step => ExpandStep(step, values)));
        return expanded;
    }

    private static ParsedStep ExpandStep(ParsedStep step, Dictionary<string, string> values)
    {
        var (text, origins) = Fill(step.Text.Text, values);
        return new ParsedStep(step.Keyword, step.Text with { Text = text })
        {
            Origins = origins,
            Rows = [.. step.Rows.Select(row => ExpandCells(row, values))],
            DocString = step.DocString is { } doc ? doc with { Content = Fill(doc.Content, values).Text } : null,
        };
    }

    private static ParsedRow ExpandCells(ParsedRow row, Dictionary<string, string> values) =>
        row with { Cells = [.. row.Cells.Select(cell => cell with { Text = Fill(cell.Text, values).Text })] };

    /// <summary>
    /// Only names of the examples are placeholders: <c>a &lt; b and c &gt; d</c> stays what it is. The origins tell for each
    /// character where it comes from.
    /// </summary>
    private static (string Text, int[] Origins) Fill(string template, Dictionary<string, string> values)
    {
        var text = new StringBuilder();
        var origins = new List<int>();
        for (var i = 0; i < template.Length;)
        {
            var close = template[i] == '<' ? template.IndexOf('>', i) : -1;
            var found = close > 0 && values.TryGetValue(template[(i + 1)..close], out var value) ? value : null;
            text.Append(found ?? template.AsSpan(i, 1).ToString());
            origins.AddRange(Enumerable.Repeat(i, found?.Length ?? 1));
            i = found is null ? i + 1 : close + 1;
        }

        origins.Add(template.Length);
        return (text.ToString(), [.. origins]);
    }

    private static void CheckPlaceholders(StepValue text, List<string> names, ICollection<Diagnostic> errors)
    {
        foreach (Match placeholder in Placeholder().Matches(text.Text))
        {
            var name = placeholder.Groups["name"].Value;
            if (names.Contains(name, StringComparer.Ordinal)) continue;
            errors.Add(FeatureErrors.Outline.Error($"the examples have no column \"{name}\"",
                text.At.Within(placeholder.Index, placeholder.Length), Suggestions.DidYouMean(name, names)));
        }
    }

    [GeneratedRegex(@"<(?<name>[\p{L}_][\p{L}\p{Nd}_-]*)>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
