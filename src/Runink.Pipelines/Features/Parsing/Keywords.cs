using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features.Parsing;

/// <summary>Recognises Gherkin's keywords, also misspelt ones, in lines that the parser refused or swallowed.</summary>
internal static class Keywords
{
    private const string Rule = "Rule";

    private static readonly string[] Titles =
    [
        "Feature", "Background", "Scenario", "Scenario Outline", "Scenario Template", "Example", "Examples", "Scenarios", Rule,
        "Ability", "Business Need",
    ];

    private static readonly string[] Steps = ["Given", "When", "Then", "And", "But"];

    /// <summary>The text up to the first white space.</summary>
    public static string FirstWord(string text)
    {
        var end = text.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? text : text[..end];
    }

    /// <summary>The step keyword that a word is, or probably was meant to be.</summary>
    public static string? Step(string word) =>
        Array.Find(Steps, keyword => string.Equals(keyword, word, StringComparison.OrdinalIgnoreCase))
        ?? Array.Find(Steps, keyword => keyword.Length > 3 && word.Length > 2 && Suggestions.Distance(keyword, word) == 1);

    /// <summary>Whether a line is an English header of a feature.</summary>
    public static bool IsFeature(string text) => text.StartsWith("Feature:", StringComparison.Ordinal);

    /// <summary>What is wrong with a line that begins like a header, such as <c>Scenaro: x</c>; null when it does not.</summary>
    public static (string Message, string? Hint)? ExplainTitle(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return null;
        var head = text[..colon].TrimEnd();
        if (Array.Find(Titles, title => string.Equals(title, head, StringComparison.OrdinalIgnoreCase)) is { } known)
            return string.Equals(known, head, StringComparison.Ordinal) ? Misplaced(known) : Misspelt(head, known);
        return Array.Find(Titles, title => IsNear(title, head)) is { } near ? Misspelt(head, near) : null;
    }

    // Plurals are ordinary headings of prose ("Features:"); short words are near to too many others.
    private static bool IsNear(string title, string head) =>
        title.Length >= 7
        && !string.Equals(head, title + "s", StringComparison.OrdinalIgnoreCase)
        && Suggestions.Distance(title, head) <= (title.Length >= 8 ? 2 : 1);

    private static (string Message, string? Hint) Misspelt(string head, string title) =>
        string.Equals(title, Rule, StringComparison.Ordinal)
            ? Misplaced(Rule)
            : ($"\"{head}:\" is not a keyword", $"did you mean \"{title}:\"?");

    private static (string Message, string? Hint) Misplaced(string title) => title switch
    {
        "Feature" or "Ability" or "Business Need" =>
            ("a file holds one feature, and this line begins a second one", "move it to a file of its own"),
        "Background" => ("the background may not stand here", "one background stands before the first scenario"),
        "Examples" or "Scenarios" => ("examples belong to an outline", "write \"Scenario Outline:\" instead of \"Scenario:\""),
        Rule => ("rules are not part of the feature language", "delete the line; scenarios stand directly under the feature"),
        _ => ($"\"{title}:\" may not stand here", "put it below \"Feature:\" and its background"),
    };
}
