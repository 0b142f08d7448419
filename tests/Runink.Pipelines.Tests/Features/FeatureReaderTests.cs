using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using static Runink.Pipelines.Tests.Features.FeatureText;

namespace Runink.Pipelines.Tests.Features;

public sealed class FeatureReaderTests
{
    private const string Trades = """"
        @herd:finance @layer:silver
        Feature: Validate and enrich trade events
          Every trade meets its contract before anyone downstream may see it.

          Background:
            Given the contract "contracts/trade.odcs.yaml" version "1.x"

          @cpu:2 @memory:1Gi @retries:3
          Scenario: Silver - validate, mask and route
            Given a table "trade" from "csv://data/trades.csv" as trades
              | option    | value |
              | delimiter | \|    |
            When each record of trades is validated against the contract
            And notional is calculated by SQL from trades
              """sql
              SELECT *, price * quantity AS notional
                FROM trades

              WHERE quantity > 0
              """
            Then records of notional that pass go to "parquet://out/silver/trades" partitioned by "region"
            But records that fail go to the dead-letter queue "jsonl://out/dlq/trades"
            And at least 95% of records must pass

        """";

    private static BoundFeature Feature => ReadGood(Trades);

    private static BoundScenario Scenario => Assert.Single(Feature.Scenarios);

    [Fact]
    public void A_feature_binds_whole()
    {
        Assert.Equal("Validate and enrich trade events", Feature.Name);
        Assert.Equal("Silver - validate, mask and route", Scenario.Name);
        Assert.Equal(new SourceSpan(FeatureText.File, 9, 3, 43), Scenario.At);
        Assert.Equal(
            ["contract", "source.table", "validate", "sql", "sink.replace", "deadletters", "check.passrate"],
            Scenario.Steps.Select(step => step.Definition.Id));
    }

    [Fact]
    public void Tags_are_split_at_their_first_colon_and_the_nearest_come_first()
    {
        Assert.Equal(
            [("cpu", "2"), ("memory", "1Gi"), ("retries", "3"), ("herd", "finance"), ("layer", "silver")],
            Scenario.Tags.Select(tag => (tag.Name, tag.Value!)));
        Assert.False(Scenario.IsTest);
    }

    [Fact]
    public void Values_lose_their_quotes_and_know_their_place()
    {
        var step = Scenario.Steps[1];
        Assert.Equal(new SourceSpan(FeatureText.File, 10, 11, 54), step.At);
        Assert.Equal(new StepValue("csv://data/trades.csv", new SourceSpan(FeatureText.File, 10, 33, 21)), step.Value("uri"));
        Assert.Equal("trades", step.Value("as")!.Text);
        Assert.Null(step.Value("contract"));
        Assert.Equal("95%", Scenario.Steps[^1].Value("percent")!.Text);
    }

    [Fact]
    public void Tables_have_a_header_and_rows_with_escapes_undone()
    {
        var table = Scenario.Steps[1].Table!;
        Assert.Equal(["option", "value"], table.Header.Select(cell => cell.Text));
        var row = Assert.Single(table.Rows);
        Assert.Equal(new StepValue("|", new SourceSpan(FeatureText.File, 12, 21, 1)), row[1]);
    }

    [Fact]
    public void Doc_strings_lose_their_indentation_and_know_where_they_begin()
    {
        var doc = Scenario.Steps[3].DocString!;
        Assert.Equal("sql", doc.MediaType);
        Assert.Equal("SELECT *, price * quantity AS notional\n  FROM trades\n\nWHERE quantity > 0", doc.Content);
        Assert.Equal((16, 7), (doc.At.Line, doc.At.Column));
    }

    [Fact]
    public void An_outline_becomes_a_scenario_for_each_row()
    {
        var feature = ReadGood("""
            Feature: f
              @layer:gold
              Scenario Outline: load <region>
                Given a table "<region>" from "csv://data/<region>.csv" as flow_<region>
                  | option    | value   |
                  | delimiter | <mark>  |
                Then flow_<region> goes to "csv://out/<region>.csv"

                Examples: near
                  | region | mark |
                  | lisbon | ;    |
                @slow
                Examples: far
                  | region | mark |
                  | tokyo  | \|   |
            """);
        Assert.Equal(["load lisbon", "load tokyo"], feature.Scenarios.Select(scenario => scenario.Name));
        Assert.Equal(["slow", "layer"], feature.Scenarios[1].Tags.Select(tag => tag.Name));
        var step = feature.Scenarios[1].Steps[0];
        Assert.Equal("csv://data/tokyo.csv", step.Value("uri")!.Text);
        Assert.Equal("|", step.Table!.Rows[0][1].Text);
        Assert.Equal(new SourceSpan(FeatureText.File, 4, 36, 23), step.Value("uri")!.At);
        Assert.Equal(new SourceSpan(FeatureText.File, 4, 64, 13), step.Value("as")!.At);
    }

    [Fact]
    public void Text_in_angle_brackets_that_names_no_column_stays_in_a_doc_string()
    {
        var feature = ReadGood("""
            Feature: f
              Scenario Outline: load <x>
                Given x is calculated by SQL from t
                  ```
                  SELECT * FROM t WHERE a <b> c AND x > <x>
                  ```
                Examples:
                  | x |
                  | 1 |
            """);
        Assert.Equal("SELECT * FROM t WHERE a <b> c AND x > 1", feature.Scenarios[0].Steps[0].DocString!.Content);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void Line_ends_of_every_system_are_read(string lineEnd)
    {
        var text = WithSteps("Given the contract \"c.yaml\"").Replace("\n", lineEnd, StringComparison.Ordinal);
        Assert.Equal(4, ReadGood("\uFEFF" + text).Scenarios[0].Steps[0].At.Line);
    }

    [Fact]
    public void Every_other_keyword_language_and_synonym_of_Gherkin_is_read()
    {
        ReadGood("# language: pt\nFuncionalidade: f\n  Cenário: s\n    Dado the contract \"c.yaml\"\n");
        ReadGood("Ability: f\n  Example: s\n    * the contract \"c.yaml\"\n");
        ReadGood("# runink: 1\n# language: en\nFeature: f\n  Scenario: s\n    Given the contract \"c.yaml\"\n");
    }

    [Fact]
    public void A_test_tag_makes_a_scenario_a_test()
    {
        var feature = ReadGood(
            "Feature: f\n  @test @anything:goes\n  Scenario: s\n    Given the contract \"c.yaml\"\n");
        Assert.True(feature.Scenarios[0].IsTest);
    }
}
