using System.Text.RegularExpressions;

namespace Runink.Tidy.Documentation;

/// <summary>Tables of commands, tags and decisions leave none out.</summary>
public sealed partial class TableTests
{
    [Fact]
    public void Every_answer_in_json_is_described()
    {
        var page = Repository.Read("docs/internals/formats.md");
        var commands = CommandSection().Matches(Repository.Read("docs/reference/cli.md"))
            .Where(section => section.Value.Contains("`-o, --output FORMAT`", StringComparison.Ordinal))
            .Select(section => section.Groups["command"].Value).ToList();
        Assert.NotEmpty(commands);
        Findings.None(commands.Where(command => !page.Contains($"`{command}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_tag_that_is_checked_is_described()
    {
        var page = Repository.Read("docs/internals/language.md");
        var tags = CheckedTag().Matches(Repository.Read("src/Runink.Pipelines/Features/Binding/TagCheck.cs")).Select(tag => tag.Groups["tag"].Value).ToList();
        Assert.NotEmpty(tags);
        Findings.None(tags.Where(tag => !page.Contains($"| `@{tag}` |", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_index_says_which_decisions_were_superseded()
    {
        var index = Repository.Read("docs/decisions/README.md");
        Findings.None(
            from file in Repository.Files.Where(file => file.StartsWith("docs/decisions/0", StringComparison.Ordinal))
            from Match superseded in Supersedes().Matches(Repository.Read(file))
            let number = superseded.Groups["number"].Value
            where !Regex.IsMatch(index, $@"\[{number}\].*\(superseded by ", RegexOptions.None, TimeSpan.FromSeconds(1))
            select $"{file}: the index does not say that it supersedes {number}");
    }

    [GeneratedRegex(@"^## runi (?<command>[a-z ]+)$.*?(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandSection();

    [GeneratedRegex(@"^ +\[""(?<tag>[a-z]+)""\] = \(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CheckedTag();

    [GeneratedRegex(@"^Supersedes \[(?<number>\d{4})\]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Supersedes();
}
