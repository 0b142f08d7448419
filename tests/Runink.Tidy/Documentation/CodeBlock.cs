using System.Text.RegularExpressions;

namespace Runink.Tidy.Documentation;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page, relative to the root.</param>
/// <param name="Line">Line of the opening fence, from 1.</param>
/// <param name="Language">The word behind the fence.</param>
/// <param name="Text">What stands between the fences, without the fence's own indentation.</param>
internal sealed partial record CodeBlock(string Page, int Line, string Language, string Text)
{
    /// <summary>The pages that people read: the root's, and everything under docs.</summary>
    public static IEnumerable<string> Pages => Repository.Files.Where(file =>
        file.EndsWith(".md", StringComparison.Ordinal) && (!file.Contains('/', StringComparison.Ordinal) || file.StartsWith("docs/", StringComparison.Ordinal)));

    /// <summary>All blocks of some languages.</summary>
    public static IEnumerable<CodeBlock> All(params string[] languages) =>
        Pages.SelectMany(Of).Where(block => languages.Contains(block.Language));

    /// <summary>The blocks of a page.</summary>
    public static IEnumerable<CodeBlock> Of(string page)
    {
        var text = Repository.Read(page);
        return Fence().Matches(text).Select(match => new CodeBlock(
            page, text.AsSpan(0, match.Index).Count('\n') + 1, match.Groups["language"].Value,
            Dedent(match.Groups["text"].Value, match.Groups["indent"].Length)));
    }

    public override string ToString() => $"{Page}:{Line}";

    private static string Dedent(string text, int indent) => indent == 0
        ? text
        : string.Join('\n', text.Split('\n').Select(line => line.Length > indent ? line[indent..] : line.TrimStart()));

    [GeneratedRegex(@"^(?<indent> *)(- |\d\. )?```(?<language>[a-z]+)\n(?<text>.*?)^ *```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();
}
