using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Runink.Cli.Synth;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Cli.Tests.Synth;

public sealed class SynthesizerTests
{
    private static readonly Column[] Columns =
    [
        new("trade_id", ColumnType.Text),
        new("symbol", ColumnType.Text),
        new("price", ColumnType.DecimalOf(18, 2)),
        new("quantity", ColumnType.Int64),
        new("ts", ColumnType.TimestampTz),
        new("email", ColumnType.Text),
        new("note", ColumnType.Text),
    ];

    private static readonly RecordRule[] Rules =
    [
        Rule(RuleKind.Required, "trade_id"),
        Rule(RuleKind.Pattern, "trade_id", "^T[0-9]{9}$"),
        Rule(RuleKind.Required, "symbol"),
        Rule(RuleKind.OneOf, "symbol") with { Values = ["AAPL", "MSFT", "BRK,B"] },
        Rule(RuleKind.LogicalType, "price"),
        Rule(RuleKind.ExclusiveMinimum, "price", "0"),
        Rule(RuleKind.LogicalType, "quantity"),
        Rule(RuleKind.Minimum, "quantity", "1"),
        Rule(RuleKind.Maximum, "quantity", "500"),
        Rule(RuleKind.LogicalType, "ts"),
        Rule(RuleKind.Format, "email", "email"),
        Rule(RuleKind.Unique, "trade_id"),
    ];

    [Fact]
    public void The_same_seed_makes_the_same_bytes_and_another_seed_others()
    {
        Assert.Equal(Make(seed: 7, bad: 0.1), Make(seed: 7, bad: 0.1));
        Assert.NotEqual(Make(seed: 7, bad: 0.1), Make(seed: 8, bad: 0.1));
    }

    [Fact]
    public void More_rows_begin_with_the_rows_of_fewer() =>
        Assert.StartsWith(Make(rows: 100, bad: 0.1), Make(rows: 200, bad: 0.1), StringComparison.Ordinal);

    [Fact]
    public void Without_bad_rows_every_row_meets_every_rule()
    {
        var ids = new HashSet<string>();
        foreach (var row in Rows(Make(rows: 5000)))
        {
            Assert.True(ids.Add(row["trade_id"]!));
            Assert.Matches("^T[0-9]{9}$", row["trade_id"]);
            Assert.Contains(row["symbol"], Rules[3].Values);
            if (row["price"] is { } price) Assert.True(decimal.Parse(price, CultureInfo.InvariantCulture) > 0);
            if (row["quantity"] is { } quantity) Assert.InRange(long.Parse(quantity, CultureInfo.InvariantCulture), 1, 500);
            if (row["ts"] is { } ts) Assert.True(DateTimeOffset.TryParse(ts, CultureInfo.InvariantCulture, out _), ts);
            if (row["email"] is { } email) Assert.Matches("^[^@]+@[^@]+$", email);
        }
    }

    [Fact]
    public void Every_kind_of_mistake_is_made_about_as_often_as_the_others()
    {
        var report = new Synthesizer(Columns, Rules, 3, 0.05).Write(100_000, new RowFormat.Csv(), Stream.Null, CancellationToken.None);

        Assert.InRange(report.Bad, 4600, 5400);
        var kinds = report.Mistakes.GroupBy(count => count.Mistake.Kind).ToDictionary(kind => kind.Key, kind => kind.Sum(count => count.Rows));
        Assert.Equal(
            ["above maximum", "bad format", "below minimum", "duplicate key", "missing value", "pattern mismatch", "value not allowed", "wrong type"],
            kinds.Keys.Order());
        Assert.All(kinds.Values, rows => Assert.InRange(rows, 500, 750));
    }

    [Fact]
    public void Bad_rows_are_bad_in_the_way_that_the_report_says()
    {
        using var stream = new MemoryStream();
        var report = new Synthesizer(Columns, Rules, 11, 0.2).Write(20_000, new RowFormat.Csv(), stream, TestContext.Current.CancellationToken);
        var rows = Rows(Encoding.UTF8.GetString(stream.ToArray())).ToList();
        long Reported(string id) => report.Mistakes.Where(count => count.Mistake.Rule.Id == id).Sum(count => count.Rows);

        Assert.Equal(Reported("trade_id.required"), rows.Count(row => row["trade_id"] is null));
        Assert.Equal(Reported("symbol.oneOf"), rows.Count(row => row["symbol"] is { } symbol && !Rules[3].Values.Contains(symbol)));
        Assert.Equal(Reported("quantity.maximum"), rows.Count(row => row["quantity"] == "501"));
        Assert.Equal(Reported("price.logicalType"), rows.Count(row => row["price"] == "n/a"));
        var ids = rows.Where(row => row["trade_id"] is { } id && id.StartsWith('T')).GroupBy(row => row["trade_id"]).ToList();
        Assert.Equal(Reported("trade_id.unique"), ids.Sum(same => same.Count() - 1));
    }

    [Fact]
    public void Json_lines_hold_typed_values()
    {
        using var stream = new MemoryStream();
        new Synthesizer(Columns, Rules, 5, 0).Write(500, new RowFormat.JsonLines(), stream, TestContext.Current.CancellationToken);

        var lines = Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');

        Assert.Equal(500, lines.Length);
        Assert.All(lines, line =>
        {
            var row = JsonDocument.Parse(line).RootElement;
            Assert.Equal(Columns.Select(column => column.Name), row.EnumerateObject().Select(property => property.Name));
            Assert.Equal(JsonValueKind.String, row.GetProperty("trade_id").ValueKind);
            Assert.True(row.GetProperty("price").ValueKind is JsonValueKind.Number or JsonValueKind.Null);
        });
    }

    [Fact]
    public void A_key_of_several_columns_tells_all_rows_apart()
    {
        Column[] columns = [new("region", ColumnType.Text), new("day", ColumnType.Date), new("n", ColumnType.Int64)];
        RecordRule[] rules =
        [
            Rule(RuleKind.OneOf, "region") with { Values = ["a", "b"] },
            Rule(RuleKind.Unique, "region") with { Fields = ["region", "day", "n"] },
        ];
        using var stream = new MemoryStream();

        new Synthesizer(columns, rules, 1, 0).Write(3000, new RowFormat.Csv(), stream, TestContext.Current.CancellationToken);

        var lines = Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');
        Assert.Equal(3001, lines.Distinct().Count());
    }

    [Fact]
    public void Rules_that_nothing_can_meet_are_refused_by_name()
    {
        var refused = Assert.Throws<RuninkException>(() => new Synthesizer(
            [new("age", ColumnType.Int64)],
            [Rule(RuleKind.Minimum, "age", "10"), Rule(RuleKind.Maximum, "age", "9")],
            seed: 1,
            badShare: 0));

        Assert.Contains("'age'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
    }

    [Fact]
    public void A_million_rows_are_a_matter_of_seconds_not_of_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        new Synthesizer(Columns, Rules, 1, 0.01).Write(100_000, new RowFormat.Csv(), Stream.Null, TestContext.Current.CancellationToken);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32L << 20);
    }

    private static RecordRule Rule(RuleKind kind, string field, string? argument = null) => new()
    {
        Kind = kind,
        Fields = [field],
        Name = JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()),
        Argument = argument,
        Expected = argument ?? kind.ToString(),
    };

    private static string Make(ulong seed = 1, long rows = 1000, double bad = 0)
    {
        using var stream = new MemoryStream();
        new Synthesizer(Columns, Rules, seed, bad).Write(rows, new RowFormat.Csv(), stream, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IEnumerable<Dictionary<string, string?>> Rows(string csv)
    {
        var lines = csv.TrimEnd('\n').Split('\n');
        var header = lines[0].Split(',');
        foreach (var line in lines.Skip(1))
        {
            var cells = Regex.Matches(',' + line, ",(?:\"(?<quoted>[^\"]*)\"|(?<plain>[^,]*))", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
                .Select(match => match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["plain"].Value);
            yield return header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second.Length == 0 ? null : pair.Second);
        }
    }
}
