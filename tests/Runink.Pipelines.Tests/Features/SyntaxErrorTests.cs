using Runink.Pipelines.Features;
using static Runink.Pipelines.Tests.Features.FeatureText;

namespace Runink.Pipelines.Tests.Features;

public sealed class SyntaxErrorTests
{
    private const string Step = "    Given the contract \"c.yaml\"\n";

    private static readonly string[] Noise =
    [
        "Feature: f", "Scenario: s", "Scenario Outline: <o>", "Examples:", "Background:", "@tag", "@memory:x", "Given a table",
        "| a | b |", "| a |", "\"\"\"", "```", "# runink: 9", "# language: fr", "When x and y", "prose", "", "* ", "Given ",
        "Rule:", "|", "\\|", "😀 {{", "\0",
    ];

    [Theory]
    [InlineData("    Gvien the contract \"d.yaml\"", "\"Gvien\" is not a step keyword", "did you mean \"Given\"?")]
    [InlineData("    given the contract \"d.yaml\"", "\"given\" is not a step keyword", "did you mean \"Given\"?")]
    [InlineData("    Scenaro: t", "\"Scenaro:\" is not a keyword", "did you mean \"Scenario:\"?")]
    [InlineData("    scenario: t", "\"scenario:\" is not a keyword", "did you mean \"Scenario:\"?")]
    [InlineData("    Scenario Outlin: t", "\"Scenario Outlin:\" is not a keyword", "did you mean \"Scenario Outline:\"?")]
    [InlineData("    Feature: g", "a file holds one feature, and this line begins a second one", "move it to a file of its own")]
    [InlineData("    Rule: g", "rules are not part of the feature language", "delete the line")]
    [InlineData("    Background:", "the background may not stand here", "one background stands before the first scenario")]
    [InlineData("    Examples:", "examples belong to an outline", "write \"Scenario Outline:\" instead of \"Scenario:\"")]
    [InlineData("    something else", "this line fits nowhere here", "correct the line, or delete it")]
    public void A_line_that_fits_nowhere_is_named_with_what_was_meant(string line, string message, string hint)
    {
        var error = SingleError($"Feature: f\n  Scenario: s\n{Step}{line}\n", FeatureErrors.Syntax, 4, 5);
        Assert.Equal(message, error.Message);
        Assert.StartsWith(hint, error.Hint!, StringComparison.Ordinal);
        Assert.StartsWith("expected ", Assert.Single(error.Notes), StringComparison.Ordinal);
        Assert.Equal(line.Trim().Length, error.At!.Length);
    }

    [Fact]
    public void All_errors_are_reported_not_only_the_first()
    {
        var errors = ReadBad($"Feature: f\n  Scenario: s\n{Step}Gvien x\n  Scenaro: t\n  Scenario: u\n{Step}Thne y\n");
        Assert.Equal([4, 5, 8], errors.Select(error => error.At!.Line));
    }

    [Fact]
    public void A_step_without_a_scenario_is_named() =>
        Assert.Equal("this step belongs to no scenario", SingleError(Step, FeatureErrors.Syntax, 1, 5).Message);

    [Fact]
    public void A_doc_string_that_is_never_closed_is_shown_where_it_begins()
    {
        var text = $"Feature: f\n  Scenario: s\n    Given x is calculated by SQL from t\n      \"\"\"sql\n      SELECT 1\n{Step}";
        Assert.Equal("this doc string is never closed", SingleError(text, FeatureErrors.Syntax, 4, 7).Message);
    }

    [Fact]
    public void A_table_and_a_doc_string_of_one_step_are_refused()
    {
        var text = WithSteps("Given the contract \"c.yaml\"", "  | a |", "  | b |", "  \"\"\"", "  \"\"\"");
        Assert.All(ReadBad(text), error => Assert.Equal("a doc string may not stand here", error.Message));
        Assert.Equal("a table may not stand here", SingleError("| a |\n", FeatureErrors.Syntax, 1, 1).Message);
    }

    [Fact]
    public void Tags_that_belong_to_nothing_are_refused()
    {
        var end = SingleError($"Feature: f\n  Scenario: s\n{Step}  @slow\n\n", FeatureErrors.Syntax, 4, 3);
        Assert.Equal("the file ends after tags", end.Message);
        var background = ReadBad($"Feature: f\n  @slow\n  Background:\n{Step}  Scenario: s\n{Step}");
        Assert.Equal((FeatureErrors.Syntax, 3), (background[0].Definition, background[0].At!.Line));
    }

    [Fact]
    public void An_unknown_keyword_language_is_refused() =>
        SingleError($"# language: xx\nFeature: f\n  Scenario: s\n{Step}", FeatureErrors.UnknownLanguage, 1, 1);

    [Fact]
    public void English_keywords_in_a_file_of_another_language_are_one_error()
    {
        var error = SingleError($"# language: fr\nFeature: f\n  Scenario: s\n{Step}", FeatureErrors.Syntax, 2, 1);
        Assert.Equal("this is no keyword of the file's language", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n  \n")]
    [InlineData("# only a comment\n")]
    [InlineData("# language: en\n")]
    [InlineData("@tag\n")]
    public void A_file_without_a_feature_is_an_error(string text) => SingleError(text, FeatureErrors.Empty, 1, 1);

    [Theory]
    [InlineData("# runink: 2", "2", 11)]
    [InlineData("#runink: one", "one", 10)]
    [InlineData("# a licence\n# runink: 7", "7", 11)]
    public void A_language_version_that_is_not_known_is_refused(string comment, string version, int column)
    {
        var line = comment.Split('\n').Length;
        var error = SingleError($"{comment}\nFeature: f\n  Scenario: s\n{Step}", FeatureErrors.Version, line, column);
        Assert.Contains($"\"{version}\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_of_any_kind_is_an_error_and_never_a_crash()
    {
        var random = Seed.Draw();
        for (var round = 0; round < 500; round++)
        {
            var lines = random.GetItems(Noise, random.Next(1, 25)).Select(line => new string(' ', random.Next(4)) + line);
            var text = string.Join('\n', lines);
            var reading = FeatureReader.Read(text, FeatureText.File);
            Assert.True(reading.Feature is null == reading.Diagnostics.Any(), text);
        }
    }
}
