using System.Text.RegularExpressions;

namespace Runink.Tidy;

/// <summary>Links between pages lead somewhere.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_relative_link_in_the_documentation_is_alive()
    {
        var dead = from file in Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))
                   from target in TargetsOf(file)
                   let path = Path.Combine(Repository.Root, Path.GetDirectoryName(file) ?? "", target)
                   where !File.Exists(path) && !Directory.Exists(path)
                   select $"{file}: {target}";
        Findings.None(dead);
    }

    [Fact]
    public void Every_decision_is_listed_in_the_index()
    {
        var index = Repository.Read("docs/decisions/README.md");
        var missing = Repository.Files.Where(file => DecisionFile().IsMatch(file)).Select(Path.GetFileName)
            .Where(name => !index.Contains(name!, StringComparison.Ordinal));
        Findings.None(missing);
    }

    /// <summary>The relative paths that a page links to, without fragments.</summary>
    internal static IEnumerable<string> TargetsOf(string page) =>
        from Match link in Link().Matches(WithoutCode(Repository.Read(page)))
        let target = link.Groups["target"].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        select target;

    private static string WithoutCode(string text) => CodeBlock().Replace(text, "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"```.*?```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^docs/decisions/\d{4}-.+\.md$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DecisionFile();
}
