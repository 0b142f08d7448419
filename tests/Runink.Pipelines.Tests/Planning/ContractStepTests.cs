using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Tests.Planning;

/// <summary>Validation, masking, and where classified columns may go.</summary>
public sealed class ContractStepTests : IDisposable
{
    private const string Given = """
        Given the contract "contracts/trade.odcs.yaml" version "1.x"
        And a table "trade" from "csv://data/trades.csv" as trades
        """;

    private const string Masked = """
        When each record of trades is validated against the contract
        And the fields of trades are masked
          | field          | method      |
          | customer_email | hash        |
          | customer_ssn   | keep last 4 |
        """;

    private const string Then = """
        Then trades go to "parquet://out/all"
        But records that fail go to the dead-letter queue "jsonl://out/dlq"
        """;

    private readonly PlannedFeature _feature = new();

    public void Dispose() => _feature.Dispose();

    [Fact]
    public void Validation_takes_the_rules_of_the_contract_and_keeps_the_columns()
    {
        var plan = _feature.PlanSteps($"{Given}\n{Masked}\n{Then}");
        var node = Assert.IsType<ValidateNode>(plan.Nodes[1]);
        Assert.Equal(("trades", "trade-contract"), (node.Flow, node.Contract.Id));
        Assert.Contains(node.Rules, rule => rule.Id == "price.minimum");
        Assert.Equal(plan.Nodes[0].Columns, node.Columns);
    }

    [Fact]
    public void The_contracts_formats_and_zones_go_with_a_source_that_is_not_validated()
    {
        _feature.Write("contracts/day.odcs.yaml", """
            apiVersion: v3.1.0
            kind: DataContract
            id: day
            version: 1.0.0
            status: active
            schema:
              - name: day
                properties:
                  - name: id
                    logicalType: integer
                  - name: date
                    logicalType: date
                    logicalTypeOptions:
                      format: dd/MM/yyyy
                  - name: closed
                    logicalType: timestamp
                    logicalTypeOptions:
                      defaultTimezone: Europe/Lisbon
            """);
        var plan = _feature.PlanSteps("""
            Given a table "day" from "csv://data/days.csv" under contract "contracts/day.odcs.yaml"
            Then day goes to "parquet://out/all"
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
            """);
        var rules = Assert.IsType<SourceNode>(plan.Nodes[0]).TypeRules!;
        Assert.Equal(["date.logicalType %d/%m/%Y", "closed.logicalType Europe/Lisbon"], rules.Select(rule => $"{rule.Id} {rule.Argument}{rule.TimeZone}"));
    }

    [Fact]
    public void Masking_changes_types_and_clears_classifications()
    {
        var mask = Assert.IsType<MaskNode>(_feature.PlanSteps($"{Given}\n{Masked}\n{Then}").Nodes[2]);
        Assert.Equal(new Column("customer_email", ColumnType.Text, Classification.Public), mask.Columns[5]);
        Assert.Equal(new Column("customer_ssn", ColumnType.Text, Classification.Internal), mask.Columns[6]);
        Assert.Equal(new FieldMask("customer_ssn", MaskMethod.KeepLast) { Keep = 4 }, mask.Masks[1]);
    }

    [Theory]
    [InlineData("redact", "price", "text")]
    [InlineData("hash", "quantity", "text")]
    [InlineData("tokenize", "price", "text")]
    [InlineData("null", "price", "float64")]
    [InlineData("keep last 2", "quantity", "text")]
    [InlineData("generalise to 100", "quantity", "int64")]
    [InlineData("generalise to 0.5", "price", "float64")]
    public void Every_method_has_a_type(string method, string field, string type)
    {
        var plan = _feature.PlanSteps($"{Given}\n{Masked}\n  | {field} | {method} |\n{Then}");
        Assert.Equal(type, plan.Nodes[2].Columns.Single(column => column.Name == field).Type.ToString().Replace("int32", "int64", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("price", "keep last 4", "R3012", "does not fit \"price\"")]
    [InlineData("price", "keep last 0", "R3012", "not a way to mask")]
    [InlineData("price", "hsah", "R3012", "\"hsah\" is not a way to mask")]
    [InlineData("price", "generalise to month", "R3012", "does not fit")]
    [InlineData("symbol", "generalise to 10", "R3012", "does not fit")]
    [InlineData("price", "generalise to -1", "R3012", "not a way to mask")]
    [InlineData("prise", "hash", "R3006", "no column \"prise\"")]
    [InlineData("CUSTOMER_EMAIL", "redact", "R3012", "masked twice")]
    public void A_mask_that_does_not_fit_is_shown_at_its_cell(string field, string method, string code, string message)
    {
        var found = _feature.RefuseSteps($"{Given}\n{Masked}\n  | {field} | {method} |\n{Then}");
        Assert.Equal((code, 11), (found.Definition.Code, found.At!.Line));
        Assert.Contains(message, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("When the fields of trades are masked\n  | field | method |\n  | customer_email | hash |\n  | customer_ssn | hash |\nAnd each record of trades is validated against the contract", "was changed at line 6")]
    [InlineData(Masked + "\nAnd each record of trades is validated against the contract", "was changed at line 7")]
    [InlineData("When each record of trades is validated against the contract\nAnd each record of trades is validated against the contract", "already validated at line 6")]
    public void Only_records_as_they_were_read_can_be_validated(string steps, string message)
    {
        var errors = _feature.Plan(PlannedFeature.Scenario($"{Given}\n{steps}\n{Then}")).Diagnostics.Where(found => found.Definition.Code == "R3011").ToList();
        Assert.Contains(message, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flow_without_a_contract_cannot_be_validated()
    {
        var found = _feature.RefuseSteps($"""
            Given a table "trades" from "csv://data/trades.csv"
              | option  | value    |
              | columns | id int64 |
            When each record of trades is validated against the contract
            {Then}
            """);
        Assert.Equal("R3011", found.Definition.Code);
        Assert.Contains("\"trades\"", found.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_classified_column_at_a_sink_is_refused_with_the_path_it_took()
    {
        var errors = _feature.Plan(PlannedFeature.Scenario($""""
            {Given}
            When each record of trades is validated against the contract
            And report is calculated by SQL from trades
              """sql
              SELECT symbol, lower(customer_email) AS contact FROM trades
              """
            And report is filtered where "symbol <> ''"
            Then report goes to "csv://out/report.csv"
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
              | option      | value      |
              | cleared for | restricted |
            """")).Diagnostics.Where(found => found.IsError).ToList();
        var found = Assert.Single(errors);
        Assert.Equal("R3021", found.Definition.Code);
        Assert.Equal("\"contact\" is confidential, csv://out/report.csv is cleared for internal", found.Message);
        Assert.Equal(
            [
                "features/f0.feature:5: trades.customer_email is confidential by contracts/trade.odcs.yaml",
                "features/f0.feature:6: trades.customer_email validated",
                "features/f0.feature:7: report.contact calculated by SQL from trades.customer_email",
                "features/f0.feature:11: report.contact filtered",
                "features/f0.feature:12: written to csv://out/report.csv, cleared for internal",
            ],
            found.Notes);
    }

    [Theory]
    [InlineData("SELECT symbol, count(*) AS n FROM trades GROUP BY symbol", null)]
    [InlineData("SELECT * EXCLUDE (customer_email, customer_ssn) FROM trades", null)]
    [InlineData("SELECT md5(customer_email) AS m FROM trades", "m")]
    [InlineData("SELECT CASE WHEN customer_ssn LIKE '1%' THEN 1 ELSE 0 END AS odd FROM trades", "odd")]
    [InlineData("SELECT max(customer_ssn) AS last FROM trades", "last")]
    [InlineData("SELECT rank() OVER (ORDER BY customer_email) AS r FROM trades", "r")]
    [InlineData("SELECT s AS leaked FROM (SELECT symbol, {'x': customer_ssn} AS s FROM trades)", "leaked")]
    public void Classifications_follow_values_through_sql(string sql, string? refused)
    {
        var errors = _feature.Plan(PlannedFeature.Scenario($""""
            {Given}
            When x is calculated by SQL from trades
              """sql
              {sql}
              """
            Then x goes to "parquet://out/x"
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
              | option      | value      |
              | cleared for | restricted |
            """")).Diagnostics.Where(found => found.IsError).ToList();
        if (refused is null) Assert.Empty(errors);
        else Assert.StartsWith($"\"{refused}\" is ", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sink_may_be_cleared_for_more()
    {
        var plan = _feature.PlanSteps($"""
            {Given}
            Then trades go to "parquet://out/all"
              | option      | value      |
              | cleared for | restricted |
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
              | option      | value      |
              | cleared for | restricted |
            """);
        Assert.Equal((Classification.Restricted, Classification.Restricted), (plan.Sinks[0].ClearedFor, plan.DeadLetters!.ClearedFor));
    }

    [Fact]
    public void What_no_step_masks_may_not_stand_in_the_dead_letters()
    {
        var errors = _feature.Plan(PlannedFeature.Scenario($""""
            {Given}
            When each record of trades is validated against the contract
            And safe is calculated by SQL from trades
              """sql
              SELECT * EXCLUDE (customer_ssn) RENAME (customer_email AS mail) FROM trades
              """
            And the fields of safe are masked
              | field | method |
              | mail  | hash   |
            Then safe goes to "parquet://out/all"
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
            """")).Diagnostics.Where(found => found.IsError).ToList();
        Assert.Equal(["R3022", "R3022"], errors.Select(found => found.Definition.Code));
        Assert.Equal(["\"customer_email\"", "\"customer_ssn\""], errors.Select(found => found.Message.Split(' ')[0]).Order());
    }

    [Fact]
    public void A_mask_that_fits_only_the_converted_column_cannot_mask_the_letters()
    {
        var found = _feature.RefuseSteps($""""
            {Given}
            When each record of trades is validated against the contract
            And typed is calculated by SQL from trades
              """sql
              SELECT * REPLACE (CAST(customer_ssn AS INTEGER) AS customer_ssn) FROM trades
              """
            And the fields of typed are masked
              | field          | method            |
              | customer_email | redact            |
              | customer_ssn   | generalise to 100 |
            Then typed goes to "parquet://out/all"
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
            """");
        Assert.Equal("R3012", found.Definition.Code);
    }

    [Fact]
    public void Records_that_can_fail_need_a_queue()
    {
        var found = _feature.RefuseSteps($"{Given}\n{Masked}\nThen trades go to \"parquet://out/all\"");
        Assert.Equal("R3015", found.Definition.Code);
        Assert.Contains("dead-letter queue", found.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "R3015")]
    [InlineData("But records that fail go to the dead-letter queue \"jsonl://out/dlq\"", "R3022")]
    public void Files_of_parquet_that_may_be_quarantined_need_a_queue_that_is_cleared_for_them(string letters, string code)
    {
        var errors = _feature.Plan(PlannedFeature.Scenario($""""
            {Given.Replace("csv://data/trades.csv", "parquet://data/trades", StringComparison.Ordinal)}
            When safe is calculated by SQL from trades
              """sql
              SELECT * EXCLUDE (customer_ssn, customer_email) FROM trades
              """
            Then safe goes to "parquet://out/all"
            {letters}
            And schema drift must be "quarantine"
            """")).Diagnostics.Where(found => found.IsError);
        Assert.Equal([code], errors.Select(found => found.Definition.Code).Distinct());
    }

    [Theory]
    [InlineData("warn", DriftAction.Warn)]
    [InlineData("quarantine", DriftAction.Quarantine)]
    public void Drift_is_what_the_step_says(string action, DriftAction expected)
    {
        var plan = _feature.PlanSteps($"{Given}\n{Masked}\n{Then}\nAnd schema drift must be \"{action}\"");
        Assert.Equal(new DriftPolicy(expected, expected), Assert.IsType<SourceNode>(plan.Nodes[0]).Drift);
    }

    [Fact]
    public void An_unknown_treatment_of_drift_is_refused() =>
        Assert.Equal("did you mean \"warn\"?", _feature.RefuseSteps($"{Given}\n{Masked}\n{Then}\nAnd schema drift must be \"wran\"").Hint);
}
