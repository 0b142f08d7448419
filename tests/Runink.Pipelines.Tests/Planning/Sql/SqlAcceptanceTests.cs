using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Tests.Planning.Sql;

public sealed class SqlAcceptanceTests
{
    public static TheoryData<string, string> Statements { get; } = new()
    {
        { "SELECT *, price * quantity AS notional FROM trades WHERE quantity > 0", "trade_id symbol price quantity day tags email place notional" },
        { "FROM trades SELECT trade_id", "trade_id" },
        { "SELECT trade_id FROM trades;", "trade_id" },
        { "SELECT trade_id FROM trades -- the key", "trade_id" },
        { "/* all */ SELECT trade_id, FROM trades", "trade_id" },
        { "TABLE quotes", "symbol bid day" },
        { "WITH big AS (SELECT * FROM trades WHERE quantity > 100) SELECT symbol, sum(price) AS total FROM big GROUP BY ALL", "symbol total" },
        { "WITH a AS (SELECT symbol FROM trades), b AS (SELECT * FROM a) SELECT * FROM b", "symbol" },
        { "WITH trades AS (SELECT symbol FROM trades) SELECT * FROM trades", "symbol" },
        { "WITH q(s, n) AS MATERIALIZED (SELECT symbol, count(*) FROM trades GROUP BY 1) SELECT s, n FROM q", "s n" },
        { "SELECT symbol, avg(price) OVER (PARTITION BY symbol ORDER BY day ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS moving FROM trades", "symbol moving" },
        { "SELECT trade_id FROM trades QUALIFY row_number() OVER (PARTITION BY symbol ORDER BY price DESC) = 1", "trade_id" },
        { "SELECT lag(price, 1, 0) OVER w AS before FROM trades WINDOW w AS (PARTITION BY symbol ORDER BY day)", "before" },
        { "SELECT list_transform(tags, t -> upper(t)) AS tags FROM trades", "tags" },
        { "SELECT list_filter(tags, lambda t: t LIKE 'a%') AS tags FROM trades", "tags" },
        { "SELECT [upper(t) FOR t IN tags IF length(t) > 2] AS tags FROM trades", "tags" },
        { "SELECT list_reduce([1, 2, 3], (x, y) -> x + y) AS six FROM trades", "six" },
        { "SELECT place.city, place['zip'] AS zip, (place).city AS again FROM trades", "city zip again" },
        { "SELECT * EXCLUDE (email, place) FROM trades", "trade_id symbol price quantity day tags" },
        { "SELECT * EXCLUDE (tags, email, place) REPLACE (round(price, 2) AS price) FROM trades", "trade_id symbol price quantity day" },
        { "SELECT * RENAME (bid AS offer) FROM quotes", "symbol offer day" },
        { "SELECT COLUMNS('^(price|quantity)$') FROM trades", "price quantity" },
        { "SELECT COLUMNS(c -> c LIKE '%i%') FROM quotes", "bid" },
        { "SELECT min(COLUMNS(['price', 'quantity'])) FROM trades", "price quantity" },
        { "SELECT t.trade_id, (SELECT max(bid) FROM quotes q WHERE q.symbol = t.symbol) AS best FROM trades t", "trade_id best" },
        { "SELECT trade_id FROM trades t WHERE EXISTS (FROM quotes q WHERE q.symbol = t.symbol AND q.bid > t.price)", "trade_id" },
        { "SELECT trade_id FROM trades WHERE symbol NOT IN (SELECT symbol FROM quotes)", "trade_id" },
        { "SELECT trade_id, bid FROM trades JOIN quotes USING (symbol, day)", "trade_id bid" },
        { "SELECT * FROM quotes NATURAL JOIN (SELECT symbol FROM trades)", "symbol bid day" },
        { "SELECT trade_id, bid FROM trades ASOF JOIN quotes ON trades.symbol = quotes.symbol AND trades.day >= quotes.day", "trade_id bid" },
        { "SELECT trade_id FROM trades SEMI JOIN quotes USING (symbol)", "trade_id" },
        { "SELECT trade_id, bid FROM trades LEFT JOIN quotes ON trades.symbol = quotes.symbol", "trade_id bid" },
        { "SELECT symbol FROM trades UNION SELECT symbol FROM quotes", "symbol" },
        { "SELECT symbol, day FROM trades UNION ALL BY NAME SELECT day, bid FROM quotes", "symbol day bid" },
        { "SELECT symbol FROM trades EXCEPT SELECT symbol FROM quotes INTERSECT SELECT symbol FROM quotes", "symbol" },
        { "SELECT DISTINCT ON (symbol) symbol, price FROM trades ORDER BY symbol, price DESC", "symbol price" },
        { "SELECT symbol, count(DISTINCT trade_id) AS n, string_agg(trade_id, ',' ORDER BY price) AS ids FROM trades GROUP BY symbol HAVING count(*) > 1", "symbol n ids" },
        { "SELECT symbol, day, sum(price) AS p FROM trades GROUP BY ROLLUP (symbol, day)", "symbol day p" },
        { "SELECT sum(price) FILTER (WHERE quantity > 0) AS positive, arg_max(trade_id, price) AS dearest FROM trades", "positive dearest" },
        { "SELECT date_trunc('month', day) AS month, strftime(day, '%Y') AS year, day + INTERVAL 3 MONTH AS later FROM trades", "month year later" },
        { "SELECT CASE WHEN price > 100 THEN 'high' WHEN price IS NULL THEN 'none' ELSE 'low' END AS band FROM trades", "band" },
        { "SELECT trade_id::VARCHAR AS id, TRY_CAST(symbol AS INTEGER) AS n, CAST(price AS DECIMAL(18,2)) AS p FROM trades", "id n p" },
        { "SELECT coalesce(email, 'none') AS e, nullif(symbol, '') AS s, ifnull(price, 0) AS p, if(price > 1, 1, 2) AS i FROM trades", "e s p i" },
        { "SELECT {'a': price, 'b': [quantity]} AS made, map {'k': price} AS dictionary, (1, 2) AS pair FROM trades", "made dictionary pair" },
        { "SELECT json_extract_string(email, '$.a') AS a, email -> '$.b' AS b, email ->> '$.c' AS c FROM trades", "a b c" },
        { "SELECT trade_id, unnest(tags) AS tag FROM trades", "trade_id tag" },
        { "SELECT trade_id, tag FROM trades, unnest(tags) AS u(tag)", "trade_id tag" },
        { "SELECT i FROM range(10) r(i), generate_series(1, 3)", "i" },
        { "SELECT v.a, t.price FROM trades t JOIN (VALUES ('MSFT', 1), ('AAPL', 2)) v(s, a) ON v.s = t.symbol", "a price" },
        { "VALUES (1, 'a'), (2, 'b')", "col0 col1" },
        { "SELECT trade_id.upper().trim() AS id, symbol.replace('A', 'B') AS s FROM trades", "id s" },
        { "SELECT age(day, DATE '2020-01-01') AS age FROM trades", "age" },
        { "SELECT price FROM trades ORDER BY price DESC NULLS LAST LIMIT 10 OFFSET 5", "price" },
        { "SELECT symbol COLLATE NOCASE AS s, symbol SIMILAR TO 'A.*' AS m, symbol ILIKE 'a%' AS i FROM trades", "s m i" },
        { "SELECT array(SELECT bid FROM quotes) AS bids FROM trades", "bids" },
        { "SELECT t AS whole FROM trades t", "whole" },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public void Good_sql_passes_and_its_columns_are_known(string sql, string columns)
    {
        var analysis = AnalyzedSql.Accept(sql);
        Assert.Equal(columns, string.Join(' ', analysis.Columns.Select(column => column.Name)));
    }

    [Fact]
    public void The_types_of_its_columns_are_known()
    {
        var analysis = AnalyzedSql.Accept(
            "SELECT sum(quantity) AS n, sum(price) AS p, count(*) AS c, 1.50 AS d, day, list(symbol) AS l, place, day < DATE '2020-01-01' AS old FROM trades GROUP BY ALL");
        Assert.Equal(
            "int128 float64 int64 decimal(3,2) date list(text) struct(\"city\" text, \"zip\" text) boolean",
            string.Join(' ', analysis.Columns.Select(column => column.Type.ToString())));
    }

    [Theory]
    [InlineData("SELECT * FROM trades WHERE quantity > 0", true)]
    [InlineData("SELECT symbol, sum(price) AS p FROM trades GROUP BY ALL HAVING count(*) > 1 ORDER BY 1", true)]
    [InlineData("SELECT DISTINCT symbol FROM trades", true)]
    [InlineData("SELECT row_number() OVER (ORDER BY price) AS n FROM trades QUALIFY n < 3", true)]
    [InlineData("SELECT * FROM trades LIMIT 10", false)]
    [InlineData("SELECT * FROM trades OFFSET 10", false)]
    [InlineData("SELECT DISTINCT ON (symbol) * FROM trades", false)]
    [InlineData("SELECT a.symbol FROM trades a JOIN trades b USING (trade_id)", false)]
    [InlineData("SELECT symbol FROM trades UNION ALL SELECT symbol FROM trades", false)]
    [InlineData("WITH x AS (SELECT * FROM trades) SELECT * FROM x", false)]
    [InlineData("SELECT * FROM (SELECT * FROM trades)", false)]
    [InlineData("SELECT price / (SELECT max(price) FROM trades) AS share FROM trades", false)]
    [InlineData("SELECT * FROM trades WHERE 1 = 0", false)]
    [InlineData("SELECT * FROM trades WHERE price > 0 AND false", false)]
    [InlineData("SELECT trade_id, unnest(tags) AS tag FROM trades", true)]
    [InlineData("SELECT 1 AS one", false)]
    public void A_single_pass_is_claimed_only_when_it_is_certain(string sql, bool expected) =>
        Assert.Equal(expected, AnalyzedSql.Accept(sql, "trades").IsSinglePass);

    [Fact]
    public void An_input_that_is_never_read_is_told()
    {
        Assert.Equal(["quotes"], AnalyzedSql.Accept("SELECT * FROM trades").Unread);
        Assert.Empty(AnalyzedSql.Accept("SELECT bid FROM trades JOIN quotes USING (symbol)").Unread);
    }

    [Theory]
    [InlineData("quantity > 0")]
    [InlineData("quantity > 0 AND symbol IN ('A', 'B') OR tags IS NULL")]
    [InlineData("list_contains(tags, 'x') AND place.city LIKE 'L%'")]
    [InlineData("day BETWEEN DATE '2026-01-01' AND DATE '2026-12-31'")]
    [InlineData("(quantity > 0)")]
    [InlineData("trades.quantity > 0")]
    public void A_condition_is_one_expression_over_a_record(string condition) => Assert.Empty(Check(condition));

    [Theory]
    [InlineData("quantity", "R4011")]
    [InlineData("quantity > 0, price > 0", "R4011")]
    [InlineData("count(*) > 1", "R4011")]
    [InlineData("row_number() OVER () = 1", "R4011")]
    [InlineData("price > (SELECT 1)", "R4011")]
    [InlineData("EXISTS (SELECT 1)", "R4011")]
    [InlineData("quantity > 0 x", "R4001")]
    [InlineData("*", "R4011")]
    [InlineData("DISTINCT quantity > 0", "R4001")]
    [InlineData("quantity > 0) OR (true", "R4001")]
    [InlineData("quantity > 0 -- all", "R4001")]
    [InlineData("quantity > 0; SELECT 1", "R4002")]
    [InlineData("quantity > 0 FROM 'x.csv' --", "R4001")]
    [InlineData("quantity > 0 FROM trades UNION SELECT true", "R4001")]
    [InlineData("getenv('HOME') = 'x'", "R4004")]
    [InlineData("day < current_date", "R4005")]
    [InlineData("random() < 0.5", "R4005")]
    [InlineData("missing = 1", "R4009")]
    [InlineData("unnest([quantity > 0])", "R4009")]
    [InlineData("quantity > ", "R4001")]
    [InlineData("", "R4001")]
    public void What_is_more_than_a_condition_is_refused(string condition, string code)
    {
        var found = Assert.Single(Check(condition));
        Assert.True(code == found.Definition.Code, $"{found.Definition.Code}: {found.Message}");
    }

    [Fact]
    public void A_mistake_in_a_condition_is_shown_at_its_place()
    {
        var found = Assert.Single(Check("quantity > 0 AND missing = 1"));
        Assert.Equal((10, 7 + 17), (found.At!.Line, found.At.Column));
    }

    private static List<Diagnostic> Check(string condition)
    {
        var (passed, diagnostics) = AnalyzedSql.CheckCondition(condition);
        Assert.Equal(passed, diagnostics.Count == 0);
        return diagnostics;
    }
}
