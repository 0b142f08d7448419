using Runink.Pipelines.Features;
using static Runink.Pipelines.Tests.Features.FeatureText;

namespace Runink.Pipelines.Tests.Features;

public sealed class DescriptionLintTests
{
    private const string Step = "    Given the contract \"c.yaml\"\n";

    [Theory]
    [InlineData("Gven a table \"trade\" from \"csv://t.csv\" as trades", "did you mean \"Given\"?")]
    [InlineData("given a table \"trade\" from \"csv://t.csv\"", "did you mean \"Given\"?")]
    [InlineData("Wehn each recrd of trades is validated against the contract", "did you mean \"When\"?")]
    [InlineData("each record of trades is validated against the contract", "begin it with Given")]
    [InlineData("Do each record of trades is validated against the contract", "begin it with Given")]
    [InlineData("Rule: prices are positive", "delete the line")]
    [InlineData("Feature: another", "move it to a file of its own")]
    [InlineData("Scenaro: another", "did you mean \"Scenario:\"?")]
    [InlineData("scenario outline: another", "did you mean \"Scenario Outline:\"?")]
    [InlineData("Backgroud:", "did you mean \"Background:\"?")]
    [InlineData("Exampels:", "did you mean \"Examples:\"?")]
    public void A_line_that_was_meant_as_more_than_prose_is_an_error_below_every_header(string line, string hint)
    {
        var feature = $"Feature: f\n  Prose of the feature.\n\n    {line}\n\n  Scenario: s\n{Step}";
        var background = $"Feature: f\n  Background:\n\n    {line}\n{Step}  Scenario: s\n{Step}";
        var scenario = $"Feature: f\n  Scenario: s\n\n    {line}\n{Step}";
        foreach (var text in (string[])[feature, background, scenario])
            Assert.StartsWith(hint, SingleError(text, FeatureErrors.Swallowed, 4, 5).Hint!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Given a table \"trade\" from \"csv://t.csv\" as trades")]
    [InlineData("Then something unheard of happens")]
    [InlineData("And a stream of \"trade\" from \"kafka://trades\"")]
    public void A_step_below_the_feature_header_is_an_error(string line) =>
        SingleError($"Feature: f\n  {line}\n  Scenario: s\n{Step}", FeatureErrors.Swallowed, 2, 3);

    [Fact]
    public void A_step_in_the_description_of_examples_is_an_error() => SingleError(
        "Feature: f\n  Scenario Outline: s <x>\n    Given the contract \"<x>\"\n"
        + "    Examples:\n      Gvien the contract \"c\"\n      | x |\n      | 1 |\n",
        FeatureErrors.Swallowed, 5, 7);

    [Theory]
    [InlineData("Every trade must meet its contract before anyone downstream may see it.")]
    [InlineData("When a trade is late, it waits for the next day.")]
    [InlineData("Given that prices move,\n  we keep each of them\n  and never overwrite one.")]
    [InlineData("But not always!")]
    [InlineData("Then what?")]
    [InlineData("Joins the cleaned orders with the customer master and publishes one\n  certified table for finance dashboards.")]
    [InlineData("As a trader\n  I want clean data\n  So that I can sleep")]
    [InlineData("Every record of trades is validated against the contract.")]
    [InlineData("Owner: the trading desk\n  Note: this is not a scenario\n  See: https://example.com/rules")]
    [InlineData("Features:\n  - validates\n  - masks")]
    [InlineData("Rules of thumb apply")]
    [InlineData("Future: more regions")]
    [InlineData("- records of trades go to silver\n  * each is checked\n  1. and routed")]
    [InlineData("| a markdown | table |\n  | ---------- | ----- |")]
    [InlineData("Trades are money")]
    public void Plain_prose_is_let_through(string prose)
    {
        ReadGood($"Feature: f\n  {prose}\n\n  Scenario: s\n{Step}");
        if (prose.StartsWith("Given", StringComparison.Ordinal) || prose.StartsWith("When", StringComparison.Ordinal)) return;
        if (prose.StartsWith("But", StringComparison.Ordinal) || prose.StartsWith("Then", StringComparison.Ordinal)) return;
        if (prose.Contains("* ", StringComparison.Ordinal)) return;
        ReadGood($"Feature: f\n  Scenario: s\n  {prose}\n\n{Step}");
    }
}
