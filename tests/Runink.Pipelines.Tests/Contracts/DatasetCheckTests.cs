using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Tests.Contracts;

public sealed class DatasetCheckTests
{
    [Theory]
    [InlineData("mustBe: 5", 5.0, 5.0)]
    [InlineData("mustBeGreaterThan: 10", 11.0, null)]
    [InlineData("mustBeGreaterThan: 10.5", 11.0, null)]
    [InlineData("mustBeGreaterOrEqualTo: 10", 10.0, null)]
    [InlineData("mustBeLessThan: 10", null, 9.0)]
    [InlineData("mustBeLessOrEqualTo: 10", null, 10.0)]
    [InlineData("mustBeBetween: [100, 120]", 100.0, 120.0)]
    [InlineData("mustNotBe: 0", 1.0, null)]
    public void A_row_count_is_a_check_of_the_whole(string comparison, double? minimum, double? maximum)
    {
        var check = Assert.Single(ContractText.Judged($"- {{metric: rowCount, {comparison}}}").Checks);
        Assert.Equal((CheckKind.RowCount, minimum, maximum), (check.Kind, check.Minimum, check.Maximum));
        Assert.Equal(12, check.At.Line);
        Assert.Null(check.Input);
    }

    [Theory]
    [InlineData("", CheckSeverity.Error)]
    [InlineData(", severity: error", CheckSeverity.Error)]
    [InlineData(", severity: critical", CheckSeverity.Error)]
    [InlineData(", severity: Warning", CheckSeverity.Warn)]
    [InlineData(", severity: info", CheckSeverity.Warn)]
    [InlineData(", severity: purple", CheckSeverity.Error)]
    public void A_check_has_the_severity_of_its_rule(string severity, CheckSeverity expected) => Assert.Equal(
        expected, Assert.Single(ContractText.Judged($"- {{metric: rowCount, mustBe: 5{severity}}}").Checks).Severity);

    [Theory]
    [InlineData("nullValues, mustBe: 0, unit: percent", CheckKind.NotNull, "no null in x")]
    [InlineData("nullValues, mustBeLessThan: 1", CheckKind.NotNull, "no null in x")]
    [InlineData("nullValues, mustBeLessOrEqualTo: 0, name: here", CheckKind.NotNull, "here")]
    [InlineData("duplicateValues, mustBeBetween: [0, 0.5]", CheckKind.Unique, "x is unique")]
    public void What_allows_none_at_all_but_does_not_say_mustBe_0_is_a_check_of_the_whole(string rule, CheckKind kind,
        string name)
    {
        var found = ContractText.ObjectOf($"- {{name: x, logicalType: string, quality: [{{metric: {rule}}}]}}");
        var check = Assert.Single(found.Checks);
        Assert.Equal((kind, name, "x"), (check.Kind, check.Name, check.Fields[0]));
        Assert.Empty(found.Rules);
    }

    [Fact]
    public void A_check_is_named_after_what_it_demands_unless_it_has_a_name()
    {
        var found = ContractText.Judged("""
            - {metric: rowCount, mustBeGreaterThan: 0}
            - {metric: rowCount, mustBeLessThan: 100, name: not too many}
            - {metric: duplicateValues, mustBeLessThan: 1, arguments: {properties: [a, b]}}
            """);
        Assert.Equal(["row count between 1 and *", "not too many", "a, b is unique"], found.Checks.Select(check => check.Name));
    }

    [Theory]
    [InlineData("- {metric: rowCount, mustNotBe: 5}")]
    [InlineData("- {metric: rowCount, mustNotBeBetween: [1, 5]}")]
    [InlineData("- {metric: rowCount, mustBe: 5, unit: percent}")]
    [InlineData("- {metric: duplicateValues, mustBeLessThan: 1, unit: percent, arguments: {properties: [a]}}")]
    [InlineData("- {metric: duplicateValues, mustBeBetween: [0, 0.9], unit: percent, arguments: {properties: [a]}}")]
    [InlineData("- {metric: rowCount, mustBe: 5, unit: pages}")]
    [InlineData("- {metric: duplicateValues, mustBeLessThan: 10, arguments: {properties: [a]}}")]
    [InlineData("- {type: sql, query: SELECT 1, mustBe: 1}")]
    [InlineData("- {type: custom, engine: soda, implementation: x}")]
    [InlineData("- {rule: freshness, mustBe: 0}")]
    public void What_no_check_can_express_is_said_not_to_be_enforced(string quality)
    {
        var warning = ContractText.Only(ContractText.WithQuality(quality));
        Assert.False(warning.IsError);
        Assert.Equal("R2015", warning.Definition.Code);
    }

    [Fact]
    public void A_description_in_words_asks_for_nothing()
    {
        var yaml = ContractText.WithQuality("- {type: text, description: All orders are real.}");
        Assert.Empty(ContractText.Read(yaml).Diagnostics);
    }
}
