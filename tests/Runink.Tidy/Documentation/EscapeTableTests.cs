using System.Text.RegularExpressions;

namespace Runink.Tidy.Documentation;

/// <summary>The table of attempts to leave a sandbox names tests that exist, and all of those whose only subject they are.</summary>
public sealed partial class EscapeTableTests
{
    private const int AttemptsAtLeast = 30;
    private const string Page = "docs/internals/escapes.md";
    private const string Folder = "tests/Runink.Isolation.Tests/Escapes/";

    [Fact]
    public void Every_attempt_has_its_test()
    {
        var rows = Row().Matches(Repository.Read(Page));
        Assert.True(rows.Count >= AttemptsAtLeast, $"only {rows.Count} attempts");
        Findings.None(rows.Where(row => !Tests(row).Contains(row.Groups["name"].Value)).Select(row => row.Value));
    }

    [Theory]
    [InlineData("Attempts.cs")]
    [InlineData("KernelEscapeTests.cs")]
    public void Every_test_of_an_attempt_is_in_the_table(string file)
    {
        var named = Row().Matches(Repository.Read(Page)).Select(row => row.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var missing = Attempt().Matches(Repository.Read(Folder + file)).Select(attempt => attempt.Groups["name"].Value).Where(name => !named.Contains(name));
        Findings.None(missing);
    }

    private static HashSet<string> Tests(Match row)
    {
        var path = Path.GetFullPath(row.Groups["file"].Value, Path.Combine(Repository.Root, Path.GetDirectoryName(Page)!));
        if (!File.Exists(path)) return [];
        var text = File.ReadAllText(path);
        return [.. Attempt().Matches(text).Concat(Method().Matches(text)).Select(match => match.Groups["name"].Value)];
    }

    [GeneratedRegex(@"^\| .+ \| .+ \| \[\w+\]\((?<file>[^)]+)\) `(?<name>[^`]+)` \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"(\{ |InlineData\()""(?<name>[^""]+)"",", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attempt();

    [GeneratedRegex(@"\] *\n *public (async Task|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Method();
}
