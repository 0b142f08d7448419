using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Tests.Planning;

public sealed class SourceStepTests : IDisposable
{
    private const string Letters = "But records that fail go to the dead-letter queue \"jsonl://out/dlq\"";
    private const string Contract = "Given the contract \"contracts/trade.odcs.yaml\" version \"1.x\"";

    private readonly PlannedFeature _feature = new();

    public void Dispose() => _feature.Dispose();

    [Fact]
    public void A_contract_gives_types_and_classifications()
    {
        var source = Source($"""
            {Contract}
            And a table "trade" from "csv://data/trades.csv" as trades
            Then trades go to "parquet://out/all"
              | option      | value      |
              | cleared for | restricted |
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
              | option      | value      |
              | cleared for | restricted |
            """);
        Assert.Equal(("trades", "trade", "trade-contract", "1.2.0", "trade"), (source.Flow, source.Table, source.Contract!.Id, source.Contract.Version, source.Contract.Object));
        Assert.Equal(new Column("customer_email", ColumnType.Text, Classification.Confidential), source.Columns[5]);
        Assert.Equal(new Column("symbol", ColumnType.Text, Classification.Public), source.Columns[1]);
        Assert.Equal(Classification.Internal, source.Columns[0].Classification);
        Assert.Equal(new DriftPolicy(), source.Drift);
    }

    [Fact]
    public void A_table_may_name_a_contract_of_its_own()
    {
        var source = Source($"""
            Given a table "trade" from "csv://data/trades.csv" under contract "contracts/trade.odcs.yaml" as trades
            And schema drift must be "warn"
            Then trades go to "parquet://out/all"
              | option      | value      |
              | cleared for | restricted |
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
              | option      | value      |
              | cleared for | restricted |
            """);
        Assert.Equal("contracts/trade.odcs.yaml", source.Contract!.File);
        Assert.Equal(new DriftPolicy(DriftAction.Warn, DriftAction.Warn), source.Drift);
    }

    [Fact]
    public void Options_say_how_a_source_is_read()
    {
        var source = Source($"""
            Given a table "trades" from "csv://./data//2026/*.csv"
              | option          | value                                     |
              | columns         | id int64, "the price" decimal(18, 2), l list(text) |
              | delimiter       | tab                                       |
              | header          | no                                        |
              | timezone        | Europe/Lisbon                             |
              | encoding errors | replace                                   |
              | may be empty    | yes                                       |
            Then trades go to "parquet://out/all"
            {Letters}
            """);
        Assert.Equal("csv://data/2026/*.csv", source.Dataset.Identity);
        Assert.Equal(('\t', false, "Europe/Lisbon", EncodingErrors.Replace, true), (source.Options.Delimiter, source.Options.Header, source.Options.TimeZone, source.Options.EncodingErrors, source.Options.AllowEmpty));
        Assert.Equal("id int64, the price decimal(18,2), l list(text)", string.Join(", ", source.Columns.Select(column => $"{column.Name} {column.Type}")));
    }

    [Theory]
    [InlineData("columns", "id int65", "R3008", "\"id int65\" is not a column with its type")]
    [InlineData("columns", "id int64, ID text", "R3008", "given twice")]
    [InlineData("colums", "id int64", "R3007", "no option \"colums\"")]
    [InlineData("delimiter", "ab", "R3008", "not a delimiter")]
    [InlineData("header", "maybe", "R3008", "cannot be \"maybe\"")]
    [InlineData("timezone", "Lisbon", "R3008", "not a time zone")]
    [InlineData("encoding errors", "ignore", "R3008", "cannot be \"ignore\"")]
    public void A_wrong_option_is_shown_at_its_cell(string option, string value, string code, string message)
    {
        var found = _feature.RefuseSteps($"""
            Given a table "trades" from "csv://data/trades.csv"
              | option    | value   |
              | may be empty | no |
              | {option} | {value} |
            {(option.StartsWith("colum", StringComparison.Ordinal) ? "" : "  | columns | id int64 |")}
            Then trades go to "parquet://out/all"
            {Letters}
            """.Replace("\n\n", "\n", StringComparison.Ordinal));
        Assert.Equal((code, 7), (found.Definition.Code, found.At!.Line));
        Assert.Contains(message, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data/trades.csv", "R3001", "is not a dataset")]
    [InlineData("cvs://data/trades.csv", "R3001", "\"cvs\" is no format to read")]
    [InlineData("csv://", "R3002", "empty")]
    [InlineData("csv://../other/trades.csv", "R3002", "outside of the project")]
    [InlineData("csv:///etc/passwd", "R3002", "outside of the project")]
    [InlineData("csv://.runink/journal", "R3002", "keeps for itself")]
    [InlineData("csv://data/[z-a].csv", "R3002", "brackets")]
    public void A_source_that_may_not_be_read_is_refused(string uri, string code, string message)
    {
        var found = _feature.RefuseSteps($"""
            Given a table "trades" from "{uri}"
              | option  | value    |
              | columns | id int64 |
            Then trades go to "parquet://out/all"
            {Letters}
            """);
        Assert.Equal((code, 4), (found.Definition.Code, found.At!.Line));
        Assert.Contains(message, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Given a table \"trades\" from \"csv://data/t.csv\"", "R3009", "nothing says which columns")]
    [InlineData("Given a table \"trades\" from \"parquet://data/t\"", "R3009", "holds no Parquet file")]
    [InlineData(Contract + "\nAnd a table \"trades\" from \"csv://data/t.csv\"", "R3010", "no object \"trades\"")]
    [InlineData("Given a table \"trades\" from \"csv://data/t.csv\" under contract \"contracts/trade.odcs.yaml\"", "R3010", "no object \"trades\"")]
    [InlineData("Given the contract \"contracts/trade.odcs.yaml\" version \"2.x\"\nAnd a table \"trade\" from \"csv://data/t.csv\" as trades", "R3010", "has version 1.2.0, not 2.x")]
    [InlineData("Given the contract \"contracts/trade.odcs.yaml\" version \"new\"\nAnd a table \"trade\" from \"csv://data/t.csv\" as trades", "R3010", "not a version")]
    public void Without_known_columns_nothing_is_planned(string steps, string code, string message)
    {
        var errors = _feature.Plan(PlannedFeature.Scenario($"{steps}\nThen trades go to \"parquet://out/all\"\n{Letters}")).Diagnostics.Where(found => found.IsError).ToList();
        Assert.Equal(code, errors[0].Definition.Code);
        Assert.Contains(message, errors[0].Message, StringComparison.Ordinal);
        Assert.NotNull(errors[0].Hint);
        Assert.DoesNotContain(errors, found => found.Definition.Code == "R3003");
    }

    [Fact]
    public void The_nearest_object_of_the_contract_is_suggested()
    {
        var found = _feature.RefuseSteps($"{Contract}\nAnd a table \"trades\" from \"csv://data/t.csv\"\nThen trades go to \"parquet://out/all\"\n{Letters}");
        Assert.Equal("did you mean \"trade\"?", found.Hint);
    }

    [Fact]
    public void Columns_beside_a_contract_are_refused()
    {
        var found = _feature.RefuseSteps($"""
            {Contract}
            And a table "trade" from "csv://data/t.csv" as trades
              | option  | value    |
              | columns | id int64 |
            Then trades go to "parquet://out/all"
            {Letters}
            """);
        Assert.Equal("R3008", found.Definition.Code);
    }

    [Theory]
    [InlineData("parquet://data/t", "columns", "id int64")]
    [InlineData("jsonl://data/t.jsonl", "delimiter", ";")]
    public void Options_of_other_formats_are_refused(string uri, string option, string value)
    {
        var found = _feature.RefuseSteps($"""
            Given a table "trades" from "{uri}"
              | option   | value   |
              | {option} | {value} |
            Then trades go to "parquet://out/all"
            {Letters}
            """);
        Assert.Equal("R3007", found.Definition.Code);
    }

    [Fact]
    public void A_parquet_footer_gives_names_and_types_without_reading_data()
    {
        using (var engine = Data.Engines.Engine.Open(new() { MemoryLimitBytes = 64L << 20, Threads = 1, SpillDirectory = _feature.Root }))
        using (var connection = engine.Connect())
        {
            Directory.CreateDirectory(Path.Combine(_feature.Root, "data/t"));
            connection.Execute($"COPY (SELECT 1::BIGINT AS id, 'x' AS name, [1.5::DOUBLE] AS l) TO '{_feature.Root}/data/t/part.parquet' (FORMAT parquet)", TestContext.Current.CancellationToken);
        }

        var source = Source("Given a table \"things\" from \"parquet://data/t\"\nThen things go to \"parquet://out/all\"");
        Assert.Equal("id int64, name text, l list(float64)", string.Join(", ", source.Columns.Select(column => $"{column.Name} {column.Type}")));
    }

    [Fact]
    public void A_wildcard_reads_no_other_scenarios_dataset_through_a_link()
    {
        _feature.Write("out/vault/part.parquet", "x");
        _feature.Write("out/vault/_manifest.json", "{}");
        Directory.CreateDirectory(Path.Combine(_feature.Root, "data"));
        File.CreateSymbolicLink(Path.Combine(_feature.Root, "data/latest"), "../out/vault");
        var found = _feature.RefuseSteps("Given a table \"things\" from \"parquet://data/*/*.parquet\"\nThen things go to \"parquet://out/all\"");
        Assert.Equal("R3002", found.Definition.Code);
        Assert.Contains("out/vault", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_parquet_file_is_named()
    {
        _feature.Write("data/t/part.parquet", "not parquet");
        var found = _feature.RefuseSteps("Given a table \"things\" from \"parquet://data/t\"\nThen things go to \"parquet://out/all\"");
        Assert.Contains("data/t/part.parquet", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Placeholders_are_filled_before_a_path_is_judged()
    {
        _feature.Parameters["where"] = "europe";
        var source = Source($$$"""
            Given a table "trades" from "csv://data/{{param.where}}/{{run.day}}.csv"
              | option  | value    |
              | columns | id int64 |
            Then trades go to "parquet://out/all"
            {{{Letters}}}
            """);
        Assert.Equal("csv://data/europe/2026-05-01.csv", source.Dataset.Identity);
    }

    private SourceNode Source(string steps) => Assert.IsType<SourceNode>(_feature.PlanSteps(steps).Nodes[0]);
}
