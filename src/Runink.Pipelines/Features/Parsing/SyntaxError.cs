using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features.Parsing;

/// <summary>Says what is wrong with a line that the Gherkin parser refuses.</summary>
internal static class SyntaxError
{
    private const string FeatureLine = "#FeatureLine";

    private static readonly Dictionary<string, string> Names = new()
    {
        [FeatureLine] = "Feature:",
        ["#BackgroundLine"] = "Background:",
        ["#ScenarioLine"] = "Scenario:",
        ["#ScenarioOutlineLine"] = "Scenario Outline:",
        ["#ExamplesLine"] = "Examples:",
        ["#TagLine"] = "tags",
        ["#StepLine"] = "a step",
        ["#TableRow"] = "a table row",
        ["#DocStringSeparator"] = "a doc string",
    };

    /// <summary>Whether the feature's header has yet to come.</summary>
    public static bool ExpectsFeature(IEnumerable<string> expected) => expected.Contains(FeatureLine);

    /// <param name="line">The refused line.</param>
    /// <param name="expected">Token types of the parser that would have fitted.</param>
    public static Diagnostic Explain(StepValue line, IEnumerable<string> expected)
    {
        var types = expected.Distinct().ToList();
        var wanted = types.Where(Names.ContainsKey).Select(type => Names[type]).ToList();
        var (message, hint) = ExpectsFeature(types) && Keywords.IsFeature(line.Text)
            ? ("this is no keyword of the file's language", "delete \"# language:\", or write keywords of that language")
            : Keywords.ExplainTitle(line.Text) ?? ExplainStart(line.Text) ?? ("this line fits nowhere here", null);
        var note = $"expected {string.Join(", ", wanted)}";
        return FeatureErrors.Syntax.Error(message, line.At, hint, wanted.Count == 0 ? [] : [note]);
    }

    private static (string Message, string? Hint)? ExplainStart(string text)
    {
        if (text.StartsWith('|')) return ("a table may not stand here", "put the table below a step, or below \"Examples:\"");
        if (text.StartsWith('@'))
            return ("tags may not stand here", "put tags above \"Feature:\", \"Scenario:\" or \"Examples:\"");
        if (text.StartsWith("\"\"\"", StringComparison.Ordinal) || text.StartsWith("```", StringComparison.Ordinal))
            return ("a doc string may not stand here", "a step has one doc string or one table, right below it");
        var word = Keywords.FirstWord(text);
        return Keywords.Step(word) switch
        {
            null => null,
            var keyword when string.Equals(word, keyword, StringComparison.Ordinal) =>
                ("this step belongs to no scenario", "put it below \"Scenario:\" or \"Background:\""),
            var keyword => ($"\"{word}\" is not a step keyword", $"did you mean \"{keyword}\"?"),
        };
    }
}
