using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features.Binding;
using Runink.Pipelines.Features.Parsing;

namespace Runink.Pipelines.Features.Linting;

/// <summary>
/// Finds lines of a description that were meant as steps or headers. Gherkin takes every line below a header that it does not
/// know for prose, so that a misspelt first step, a <c>Rule:</c> or a second <c>Feature:</c> disappears without a word.
/// </summary>
internal sealed class DescriptionLint(StepIndex index)
{
    /// <summary>Share of words that may differ after something like a keyword, and without one.</summary>
    private const double NearWithKeyword = 0.4;
    private const double NearWithoutKeyword = 0.15;

    public void Check(ParsedFeature feature, ICollection<Diagnostic> errors)
    {
        CheckLines(feature.Description, errors);
        foreach (var scenario in feature.Scenarios.Append(feature.Background).OfType<ParsedScenario>())
        {
            CheckLines(scenario.Description, errors);
            foreach (var examples in scenario.Examples) CheckLines(examples.Description, errors);
        }
    }

    private void CheckLines(List<StepValue> lines, ICollection<Diagnostic> errors)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Text.Length == 0) continue;
            if ((Keywords.ExplainTitle(lines[i].Text) ?? ExplainStep(lines, i)) is not var (message, hint)) continue;
            errors.Add(FeatureErrors.Swallowed.Error(message, lines[i].At, hint));
        }
    }

    private (string Message, string? Hint)? ExplainStep(List<StepValue> lines, int line)
    {
        var text = lines[line].Text;
        var word = Keywords.FirstWord(text);
        var rest = text[word.Length..].TrimStart();
        var keyword = Keywords.Step(word);
        if (keyword is not null && (IsNearStep(rest, NearWithKeyword) || (Begins(word, keyword) && !IsProse(lines, line))))
        {
            return Begins(word, keyword)
                ? ("this step is read as prose: no step may stand here", "put it below \"Scenario:\" or \"Background:\"")
                : ($"this step is read as prose: \"{word}\" is not a step keyword", $"did you mean \"{keyword}\"?");
        }

        if (EndsSentence(text) || !(IsNearStep(text, NearWithoutKeyword) || IsNearStep(rest, NearWithoutKeyword))) return null;
        return ("this step is read as prose: it does not begin with a step keyword",
            "begin it with Given, When, Then, And or But");
    }

    private bool IsNearStep(string text, double limit) =>
        StepSuggester.Nearest(text, index.Definitions) is [var nearest, ..] && nearest.Distance <= limit;

    private static bool Begins(string word, string keyword) => string.Equals(word, keyword, StringComparison.Ordinal);

    /// <summary>Whether the line belongs to a paragraph of sentences: no step ends with a full stop.</summary>
    private static bool IsProse(List<StepValue> lines, int line)
    {
        var last = line;
        while (last + 1 < lines.Count && lines[last + 1].Text.Length > 0) last++;
        return EndsSentence(lines[last].Text) || EndsSentence(lines[line].Text);
    }

    private static bool EndsSentence(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' or ',' or ';' or ':';
}
