using System.Text;

namespace Runink.Pipelines.Diagnostics;

/// <summary>Renders docs/reference/errors.md from error definitions. Pure.</summary>
public static class ErrorReference
{
    private const string Opening = """
        # Errors

        Every error and warning that Runink reports, by its code; `runi errors CODE` shows the same. Codes never change their
        meaning. This page is generated from the definitions in the code; do not edit it.

        """;

    private static readonly (char Prefix, string Title)[] Areas =
    [
        ('1', "Features"), ('2', "Contracts"), ('3', "Plans"), ('4', "SQL"), ('5', "Runs and data"),
        ('6', "Projects, keys and commands"),
    ];

    /// <summary>The page, in order of codes, with line feeds, ending with one.</summary>
    public static string Render(IEnumerable<ErrorDefinition> errors)
    {
        var ordered = errors.OrderBy(error => error.Code, StringComparer.Ordinal).ToList();
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        foreach (var (prefix, title) in Areas)
        {
            var area = ordered.Where(error => error.Code[1] == prefix).ToList();
            if (area.Count > 0) page.Append($"\n## {title}\n");
            foreach (var error in area)
            {
                page.Append($"\n### {error.Code}: {Phrase(error.Title)}\n\n");
                page.Append($"{Phrase(error.Explanation)}\n\nTo mend it: {Sentence(error.Fix)}\n");
            }
        }

        return page.ToString();
    }

    private static string Sentence(string text) => Phrase(text) + (text.EndsWith('.') ? "" : ".");

    /// <summary>A text with a capital first letter, its angle brackets safe from being read as HTML.</summary>
    private static string Phrase(string text)
    {
        var parts = text.Split('`');
        for (var i = 0; i < parts.Length; i += 2) parts[i] = parts[i].Replace("<", "\\<", StringComparison.Ordinal);
        var safe = string.Join('`', parts);
        return char.ToUpperInvariant(safe[0]) + safe[1..];
    }
}
