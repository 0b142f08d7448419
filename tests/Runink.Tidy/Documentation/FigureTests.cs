using System.Text.RegularExpressions;

namespace Runink.Tidy.Documentation;

/// <summary>What the first page says was measured is what the page of benchmarks says.</summary>
public sealed partial class FigureTests
{
    [Fact]
    public void Every_figure_of_the_first_page_stands_on_the_page_of_benchmarks()
    {
        var known = Number().Matches(Repository.Read("bench/README.md")).Select(number => number.Value).ToHashSet(StringComparer.Ordinal);
        var told = Number().Matches(Measured().Match(Repository.Read("README.md")).Value).Select(number => number.Value).ToList();
        Assert.NotEmpty(told);
        Findings.None(told.Where(number => !known.Contains(number)).Distinct().Select(number => $"README.md: {number} does not stand in bench/README.md"));
    }

    /// <summary>The paragraphs with figures: from the first one to the line that says how to measure.</summary>
    [GeneratedRegex(@"^On two cores, .*?(?=^How to measure it yourself)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Measured();

    [GeneratedRegex(@"\d+(,\d{3})*(\.\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
