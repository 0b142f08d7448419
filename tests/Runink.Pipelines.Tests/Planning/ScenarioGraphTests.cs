using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Tests.Planning;

/// <summary>Scenarios that read what others write.</summary>
public sealed class ScenarioGraphTests : IDisposable
{
    private readonly PlannedFeature _feature = new();

    public void Dispose() => _feature.Dispose();

    [Fact]
    public void Writers_come_before_readers_and_give_them_their_columns()
    {
        var result = _feature.Plan(Step("gold", "silver", "gold"), Step("silver", "bronze", "silver"), First());
        Assert.False(result.HasErrors, string.Join('\n', result.Diagnostics.Select(found => found.Message)));
        Assert.Equal(["bronze", "silver", "gold"], result.Scenarios.Select(plan => plan.Name));
        Assert.Equal("id int64, name text, twice int64", string.Join(", ", result.Scenarios[2].Nodes[0].Columns.Select(column => $"{column.Name} {column.Type}")));
        Assert.Equal(["bronze>silver", "silver>gold"], result.Dependencies.Select(edge => $"{edge.Writer.Name}>{edge.Reader.Name}").Order());
        Assert.Equal("silver", Assert.Single(result.Needs(result.Scenarios[2])).Name);
    }

    [Fact]
    public void A_classification_goes_with_the_dataset()
    {
        var writer = PlannedFeature.Scenario("""
            Given a table "trade" from "csv://data/trades.csv" under contract "contracts/trade.odcs.yaml" as trades
            Then trades go to "parquet://out/raw"
              | option      | value      |
              | cleared for | restricted |
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
              | option      | value      |
              | cleared for | restricted |
            """, "writer");
        var found = _feature.Plan(writer, PlannedFeature.Scenario("Given a table \"raw\" from \"parquet://out/raw\"\nThen raw goes to \"parquet://out/open\"", "reader"))
            .Diagnostics.Where(found => found.IsError).ToList();
        Assert.Equal(["R3021", "R3021"], found.Select(error => error.Definition.Code));
        Assert.Contains("as scenario \"writer\" writes it", found[0].Notes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv://out/raw", "", "| columns | region text, customer_ssn text |")]
    [InlineData("csv://out/raw", "", "| columns | region text, other text |")]
    [InlineData("csv://out/raw", "", "| columns | customer_ssn text, region text |\n  | header | no |")]
    [InlineData("jsonl://out/dlq-raw", "", "| columns | id text, payload text |")]
    [InlineData("csv://out/raw/*.csv", "", "| columns | region text, customer_ssn text |")]
    [InlineData("csv://out/raw/*.csv", " under contract \"contracts/raw.odcs.yaml\"", "| delimiter | , |")]
    public void A_classification_goes_with_the_files_however_they_are_read(string uri, string contract, string option)
    {
        _feature.Write("contracts/raw.odcs.yaml", """
            apiVersion: v3.1.0
            kind: DataContract
            id: raw
            version: 1.0.0
            status: active
            schema:
              - name: raw
                properties:
                  - name: region
                    logicalType: string
                  - name: customer_ssn
                    logicalType: string
            """);
        static string Letters(string name) => $"""
            But records that fail go to the dead-letter queue "jsonl://out/dlq-{name}"
              | option      | value      |
              | cleared for | restricted |
            """;
        var writer = PlannedFeature.Scenario($"""
            Given a table "trade" from "csv://data/trades.csv" under contract "contracts/trade.odcs.yaml" as trades
            Then trades go to "csv://out/raw"
              | option      | value      |
              | cleared for | restricted |
            {Letters("raw")}
            """, "writer");
        var reader = PlannedFeature.Scenario($"""
            Given a table "raw" from "{uri}"{contract}
              | option | value |
              {option}
            Then raw goes to "csv://out/open"
            {Letters("open")}
            """, "reader");
        var errors = _feature.Plan(reader, writer).Diagnostics.Where(found => found.IsError).ToList();
        Assert.All(errors, found => Assert.Equal("R3021", found.Definition.Code));
        Assert.Contains(errors, found => found.Message.Contains("is restricted, csv://out/open", StringComparison.Ordinal));
    }

    [Fact]
    public void A_contract_that_the_writer_does_not_meet_is_refused_before_anything_runs()
    {
        _feature.Write("contracts/bronze.odcs.yaml", """
            apiVersion: v3.1.0
            kind: DataContract
            id: bronze
            version: 1.0.0
            status: active
            schema:
              - name: bronze
                properties:
                  - name: id
                    logicalType: string
                  - name: missing
                    logicalType: string
            """);
        const string Reader = """
            Given a table "bronze" from "parquet://out/bronze" under contract "contracts/bronze.odcs.yaml"
            Then bronze goes to "parquet://out/x"
            But records that fail go to the dead-letter queue "jsonl://out/dlq-x"
            """;
        var errors = _feature.Plan(First(), PlannedFeature.Scenario(Reader, "reader")).Diagnostics.Where(found => found.IsError).ToList();
        Assert.Equal(["R3027", "R3027"], errors.Select(found => found.Definition.Code));
        Assert.False(_feature.Plan(First(), PlannedFeature.Scenario($"{Reader}\nAnd schema drift must be \"warn\"", "reader")).HasErrors);
    }

    [Fact]
    public void A_cycle_is_told_with_the_datasets_that_close_it()
    {
        var found = _feature.Refuse(Step("a", "z", "x"), Step("b", "x", "y"), Step("c", "y", "z"), First());
        Assert.Equal("R3019", found.Definition.Code);
        Assert.Equal(3, found.Notes.Count);
        Assert.DoesNotContain("bronze", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_that_reads_its_own_output_is_refused() => Assert.Contains(
        _feature.Plan(Step("a", "x", "x"), First()).Diagnostics, found => found.Definition.Code is "R3017" or "R3009");

    [Theory]
    [InlineData("records of bronze that pass go to \"parquet://out/bronze\"", true)]
    [InlineData("records of bronze that pass go to \"parquet://out/bronze/inner\"", true)]
    [InlineData("records of bronze that pass are appended to \"parquet://out/bronze\"", true)]
    [InlineData("records of bronze that pass go to \"parquet://out/bronze2\"", false)]
    public void Two_scenarios_do_not_write_over_each_other(string step, bool refused)
    {
        var second = PlannedFeature.Scenario($"{Source}\nThen {step}\nBut records that fail go to the dead-letter queue \"jsonl://out/dlq2\"", "second");
        var errors = _feature.Plan(First(), second).Diagnostics.Where(found => found.IsError);
        Assert.Equal(refused ? ["R3017"] : [], errors.Select(found => found.Definition.Code));
    }

    [Fact]
    public void Two_scenarios_may_add_to_one_dataset()
    {
        string Appending(string name) => PlannedFeature.Scenario(
            $"{Source}\nThen bronze is appended to \"parquet://out/all\"\nBut records that fail go to the dead-letter queue \"jsonl://out/dlq-{name}\"", name);
        Assert.False(_feature.Plan(Appending("a"), Appending("b")).HasErrors);
    }

    [Fact]
    public void A_test_scenario_is_not_planned()
    {
        var result = _feature.Plan("""
            Feature: f

              @test
              Scenario: t
                Given a table "x" from "csv://x.csv"
            """);
        Assert.Empty(result.Scenarios);
        Assert.Equal("R3025", Assert.Single(result.Diagnostics).Definition.Code);
        Assert.False(result.HasErrors);
    }

    [Fact]
    public void Tags_set_the_resources_and_the_nearer_tag_wins()
    {
        var text = First().Replace("Feature:", "@cpu:4 @memory:1Gi\nFeature:", StringComparison.Ordinal)
            .Replace("  Scenario:", "  @cpu:2 @timeout:20m @retries:3 @stream\n  Scenario:", StringComparison.Ordinal);
        var result = _feature.Plan(text);
        Assert.Equal(new Resources { Cpu = 2, MemoryBytes = 1L << 30, TimeoutSeconds = 1200, Retries = 3 }, Assert.Single(result.Scenarios).Resources);
        Assert.Equal("R3024", Assert.Single(result.Diagnostics).Definition.Code);
    }

    [Fact]
    public void An_error_in_the_background_is_told_once()
    {
        var found = _feature.Refuse($"""
            Feature: f

              Background:
                Given the contract "contracts/absent.odcs.yaml"

            {First("a")[11..]}
            {First("b")[11..].Replace("out/bronze", "out/b", StringComparison.Ordinal).Replace("out/dlq", "out/dlq-b", StringComparison.Ordinal)}
            """);
        Assert.Equal(4, found.At!.Line);
    }

    private const string Source = """
        Given a table "bronze" from "csv://data/in.csv"
          | option  | value               |
          | columns | id int64, name text |
        """;

    private static string First(string name = "bronze") => PlannedFeature.Scenario($"""
        {Source}
        Then bronze goes to "parquet://out/bronze"
        But records that fail go to the dead-letter queue "jsonl://out/dlq"
        """, name);

    private static string Step(string name, string from, string to) => PlannedFeature.Scenario($""""
        Given a table "input" from "parquet://out/{from}"
        When output is calculated by SQL from input
          """sql
          SELECT id, name, id AS twice FROM input
          """
        Then output goes to "parquet://out/{to}"
        """", name);
}
