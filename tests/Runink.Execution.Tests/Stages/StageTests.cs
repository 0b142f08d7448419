using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;
using static Runink.Execution.Tests.Stages.PlanBuilder;

namespace Runink.Execution.Tests.Stages;

public sealed class StageTests : IDisposable
{
    private static readonly Column[] Trade =
    [
        new("trade_id", ColumnType.Int64), new("symbol", ColumnType.Text), new("price", ColumnType.Float64), new("email", ColumnType.Text),
    ];

    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Records_that_pass_are_written_and_those_that_fail_become_letters_with_every_rule()
    {
        _stage.Write("data/t.csv", "trade_id,symbol,price,email\n1,MSFT,10,a@b.c\nx,,-1,a@b.c\n3,AAPL,5,\n");
        var outcome = _stage.Run(Validated().Letters().Build());
        Assert.Equal(3, outcome.Finished.RecordsRead);
        Assert.Equal(1, outcome.Finished.RecordsFailed);
        Assert.Equal(["1|MSFT|10", "3|AAPL|5"], _stage.Query("SELECT trade_id, symbol, price FROM read_parquet('{0}/*.parquet') ORDER BY 1"));
        var letter = Assert.Single(_stage.Letters());
        Assert.Equal(["trade_id.logicalType", "symbol.required", "price.exclusiveMinimum"], letter.Errors.Select(error => $"{error.Field}.{error.Rule}"));
        Assert.Equal(["x", null, "-1"], letter.Errors.Select(error => error.Actual));
        Assert.Equal((2L, 3L, "data/t.csv"), (letter.Record, letter.Line, letter.File));
        Assert.Equal(1, outcome.Finished.FailedByRule["price.exclusiveMinimum"]);
    }

    [Fact]
    public void A_letter_names_the_bytes_of_its_record()
    {
        const string Text = "trade_id,symbol,price,email\r\n1,MSFT,10,\"a\nb@c\"\r\n2,,1,\r\n";
        _stage.Write("data/t.csv", Text);
        _ = _stage.Run(Validated().Letters().Build()).Finished;
        var letter = Assert.Single(_stage.Letters());
        Assert.Equal("2,,1,", Text.Substring((int)letter.ByteOffset!, (int)letter.ByteLength!));
        Assert.Equal(4, letter.Line);
    }

    [Fact]
    public void Masks_apply_to_what_passes_and_to_what_letters_show()
    {
        _stage.Write("data/t.csv", "trade_id,symbol,price,email\n1,MSFT,10,a@b.c\n2,MSFT,-1,d@e.f\n");
        var plan = new PlanBuilder();
        var source = plan.Source("trades", "csv://data/t.csv", Trade);
        var masked = plan.Mask(plan.Validate(source, Rule(RuleKind.ExclusiveMinimum, "price", "exclusiveMinimum", "0")), new FieldMask("email", MaskMethod.Hash));
        _ = _stage.Run(plan.Sink(masked, "parquet://out/t").Letters().Build()).Finished;
        var shown = Assert.Single(_stage.Query("SELECT email FROM read_parquet('{0}/*.parquet')"));
        Assert.Matches("^[0-9a-f]{64}$", shown);
        var letter = Assert.Single(_stage.Letters());
        Assert.Matches("^[0-9a-f]{64}$", letter.Payload.GetProperty("email").GetString());
        Assert.DoesNotContain("d@e.f", letter.Payload.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_the_input_may_be_called_like_one_of_ours()
    {
        _stage.Write("data/t.csv", "_ok,t1,r0,price\ntrue,a,b,-1\nfalse,c,d,5\n");
        var plan = new PlanBuilder();
        Column[] columns = [new("_ok", ColumnType.Boolean), new("t1", ColumnType.Text), new("r0", ColumnType.Text), new("price", ColumnType.Float64)];
        var source = plan.Source("trades", "csv://data/t.csv", columns);
        var validated = plan.Validate(source, Rule(RuleKind.ExclusiveMinimum, "price", "exclusiveMinimum", "0"));
        Assert.Equal(1, _stage.Run(plan.Sink(validated, "parquet://out/t").Letters().Build()).Finished.RecordsFailed);
        Assert.Equal(["false|c|d|5"], _stage.Query("SELECT CAST(_ok AS VARCHAR), t1, r0, price FROM read_parquet('{0}/*.parquet')"));
    }

    [Fact]
    public void A_source_with_more_rules_than_a_word_has_bits_may_have_a_reader_beside_its_validation()
    {
        _stage.Write("data/t.csv", "trade_id,symbol,price,email\n1,MSFT,10,\nx,MSFT,10,\n3,MSFT,69,\n");
        var plan = new PlanBuilder();
        var source = plan.Source("trades", "csv://data/t.csv", Trade);
        var rules = Enumerable.Range(0, 70).Select(i => Rule(RuleKind.ExclusiveMaximum, "price", $"below {100 - i}", $"{100 - i}")).Append(Rule(RuleKind.LogicalType, "trade_id", "logicalType"));
        var beside = plan.Filter(source, "true");
        var outcome = _stage.Run(plan.Sink(plan.Validate(source, [.. rules]), "csv://out/a").Sink(beside, "csv://out/b").Letters().Build());
        Assert.Equal(2, outcome.Finished.RecordsFailed);
        Assert.Equal(["1"], _stage.Query("SELECT trade_id FROM read_csv('{0}/*.csv')"));
        Assert.Equal(["1", "3"], _stage.Query("SELECT trade_id FROM read_csv('{1}/*.csv') ORDER BY 1"));
    }

    [Theory]
    [InlineData("SELECT * FROM trades WHERE price > 1000")]
    [InlineData("SELECT symbol, sum(price) AS price, 1::BIGINT AS trade_id, '' AS email FROM trades GROUP BY symbol HAVING sum(price) > 1000")]
    [InlineData("SELECT * FROM trades WHERE false")]
    public void A_later_filter_hides_no_failing_record(string sql)
    {
        _stage.Write("data/t.csv", "trade_id,symbol,price,email\n1,MSFT,10,\n2,MSFT,-1,\n3,MSFT,-2,\n4,,3,\n");
        var plan = Validated(out var validated);
        plan.Sink(plan.Sql("big", sql, Trade, singlePass: true, validated), "parquet://out/t").Letters();
        var outcome = _stage.Run(plan.Build());
        Assert.Equal(4, outcome.Finished.RecordsRead);
        Assert.Equal(3, outcome.Finished.RecordsFailed);
        Assert.Equal(3, _stage.Letters().Count);
    }

    [Fact]
    public void A_reader_that_stops_early_loses_no_letter()
    {
        _stage.Write("data/t.csv", "trade_id,symbol,price,email\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},MSFT,{(i % 100 == 0 ? -1 : 1)},\n")));
        var plan = Validated(out var validated);
        plan.Sink(plan.Sql("few", "SELECT * FROM trades LIMIT 3", Trade, singlePass: false, validated), "parquet://out/t").Letters();
        Assert.Equal(200, _stage.Run(plan.Build()).Finished.RecordsFailed);
        Assert.Equal(200, _stage.Letters().Count);
        Assert.Equal(["3"], _stage.Query("SELECT count(*) FROM read_parquet('{0}/*.parquet')"));
    }

    [Fact]
    public void Two_sinks_of_one_flow_write_each_letter_once()
    {
        _stage.Write("data/t.csv", "trade_id,symbol,price,email\n1,MSFT,10,\n2,MSFT,-1,\n");
        var plan = Validated(out var validated);
        plan.Sink(validated, "parquet://out/all").Sink(validated, "csv://out/big.csv", sink => sink with { Condition = "price > 5" }).Letters();
        _ = _stage.Run(plan.Build()).Finished;
        Assert.Single(_stage.Letters());
        Assert.Equal(["1"], _stage.Query("SELECT count(*) FROM read_csv('{1}/part.csv', header = true)"));
    }

    [Fact]
    public void Of_equal_keys_the_first_in_source_order_passes()
    {
        _stage.Write("data/a.csv", "trade_id,symbol,price,email\n7,MSFT,1,\n8,MSFT,2,\n");
        _stage.Write("data/b.csv", "trade_id,symbol,price,email\n7,MSFT,3,\n9,MSFT,4,\n007,MSFT,5,\n");
        var plan = new PlanBuilder();
        var validated = plan.Validate(plan.Source("trades", "csv://data/*.csv", Trade), Rule(RuleKind.Unique, "trade_id", "unique"));
        var outcome = _stage.Run(plan.Sink(validated, "parquet://out/t").Letters().Build());
        Assert.Equal(2, outcome.Finished.FailedByRule["trade_id.unique"]);
        Assert.Equal(["7|1", "8|2", "9|4"], _stage.Query("SELECT trade_id, price FROM read_parquet('{0}/*.parquet') ORDER BY 1"));
        Assert.Equal(["data/b.csv:1", "data/b.csv:3"], _stage.Letters().Select(letter => $"{letter.File}:{letter.Record}").Order());
    }

    [Fact]
    public void Deduplication_keeps_the_first_record_of_each_key()
    {
        _stage.Write("data/t.csv", "trade_id,symbol,price,email\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i % 1000},S,{i},\n")));
        var plan = new PlanBuilder();
        var distinct = plan.Deduplicate(plan.Source("trades", "csv://data/t.csv", Trade), "trade_id");
        _ = _stage.Run(plan.Sink(distinct, "parquet://out/t").Letters().Build()).Finished;
        Assert.Equal(["1000|999"], _stage.Query("SELECT count(*), max(price) FROM read_parquet('{0}/*.parquet')"));
    }

    [Fact]
    public void Joins_and_unions_keep_what_they_promise()
    {
        _stage.Write("data/l.csv", "trade_id,symbol,price,email\n1,A,1,\n2,B,2,\n");
        _stage.Write("ref/r.csv", "symbol,name\nA,Alpha\nC,Gamma\n");
        Column[] names = [new("symbol", ColumnType.Text), new("name", ColumnType.Text)];
        foreach (var (kind, expected) in new[] { (JoinKind.Inner, "A|Alpha"), (JoinKind.Left, "A|Alpha,B|null"), (JoinKind.Full, "A|Alpha,B|null,C|Gamma") })
        {
            using var stage = new StageHarness();
            stage.Write("data/l.csv", "trade_id,symbol,price,email\n1,A,1,\n2,B,2,\n");
            stage.Write("ref/r.csv", "symbol,name\nA,Alpha\nC,Gamma\n");
            var plan = new PlanBuilder();
            var (left, right) = (plan.Source("l", "csv://data/l.csv", Trade), plan.Source("r", "csv://ref/r.csv", names));
            _ = stage.Run(plan.Sink(plan.Join(kind, left, right, "symbol", names), "parquet://out/t").Letters().Build()).Finished;
            Assert.Equal(expected, string.Join(",", stage.Query("SELECT * FROM read_parquet('{0}/*.parquet') ORDER BY 1")));
        }
    }

    [Theory]
    [InlineData("parquet", "read_parquet('{0}/**/*.parquet', hive_partitioning = false)")]
    [InlineData("csv", "read_csv('{0}/**/*.csv', header = true, hive_partitioning = false)")]
    [InlineData("jsonl", "read_json('{0}/**/*.jsonl', hive_partitioning = false)")]
    public void A_partitioned_sink_has_one_directory_a_value(string format, string reader)
    {
        _stage.Write("data/t.csv", "trade_id,symbol,price,email\n1,A b,10,\n2,B/ü,20,\n3,A b,30,\n");
        var plan = Validated(out var validated);
        var outcome = _stage.Run(plan.Sink(validated, $"{format}://out/t", sink => sink with { PartitionBy = ["symbol"] }).Letters().Build());
        Assert.Equal(["symbol=A%20b", "symbol=B%2F%C3%BC"], outcome.Finished.Parts.Select(part => Path.GetDirectoryName(part.Path)!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(3, outcome.Finished.Parts.Sum(part => part.Rows));
        Assert.Equal(["1|A b", "2|B/ü", "3|A b"], _stage.Query($"SELECT trade_id, symbol FROM {reader} ORDER BY 1"));
    }

    [Fact]
    public void Checks_measure_whole_flows()
    {
        _stage.Write("data/t.csv", "trade_id,symbol,price,email\n1,A,1,\n1,A,-1,\n1,A,2,x\n");
        var plan = Validated(out var validated);
        plan.Sink(validated, "parquet://out/t").Letters()
            .Check(CheckKind.PassRate, minimum: 70).Check(CheckKind.RowCount, validated, 2, 2)
            .Check(CheckKind.NotNull, validated, fields: ["email"]).Check(CheckKind.Unique, validated, fields: ["trade_id"]);
        var checks = _stage.Run(plan.Build()).Finished.Checks;
        Assert.Equal([false, true, false, false], checks.Select(check => check.Passed));
        Assert.Equal(["66.6666%", "2", "1 rows with null", "1 repeated keys"], checks.Select(check => check.Actual));
    }

    private static PlanBuilder Validated() => Validated(out var validated).Sink(validated, "parquet://out/t");

    private static PlanBuilder Validated(out int validated)
    {
        var plan = new PlanBuilder();
        validated = plan.Validate(
            plan.Source("trades", "csv://data/t.csv", Trade),
            Rule(RuleKind.LogicalType, "trade_id", "logicalType"),
            Rule(RuleKind.Required, "symbol", "required"),
            Rule(RuleKind.LogicalType, "price", "logicalType"),
            Rule(RuleKind.ExclusiveMinimum, "price", "exclusiveMinimum", "0"));
        return plan;
    }
}
