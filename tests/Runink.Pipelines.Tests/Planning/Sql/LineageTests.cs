using Runink.Pipelines.Planning.Sql;

namespace Runink.Pipelines.Tests.Planning.Sql;

/// <summary>Which input columns each output column is made from.</summary>
public sealed class LineageTests
{
    [Theory]
    [InlineData("SELECT * FROM quotes", "symbol=symbol bid=bid day=day")]
    [InlineData("SELECT * EXCLUDE (day) RENAME (bid AS offer) FROM quotes", "symbol=symbol offer=bid")]
    [InlineData("SELECT * REPLACE (symbol || day AS bid) FROM quotes", "symbol=symbol bid=day+symbol day=day")]
    [InlineData("SELECT COLUMNS('^(bid|day)$') FROM quotes", "bid=bid day=day")]
    [InlineData("SELECT COLUMNS(c -> c <> 'day'), 1 AS one FROM quotes", "symbol=symbol bid=bid one=")]
    [InlineData("SELECT symbol AS s, bid * 2 AS b, 1 AS one, count(*) AS n FROM quotes GROUP BY ALL", "s=symbol b=bid one= n=")]
    [InlineData("SELECT CASE WHEN bid > 1 THEN symbol END AS c FROM quotes", "c=bid+symbol")]
    [InlineData("SELECT max(bid) FILTER (WHERE day > DATE '2020-01-01') AS m FROM quotes", "m=bid+day")]
    [InlineData("SELECT row_number() OVER (PARTITION BY symbol ORDER BY day) AS n FROM quotes", "n=day+symbol")]
    [InlineData("SELECT string_agg(symbol ORDER BY bid) AS s FROM quotes", "s=bid+symbol")]
    [InlineData("WITH a AS (SELECT symbol AS s, bid FROM quotes) SELECT s, b.bid FROM a b", "s=symbol bid=bid")]
    [InlineData("WITH a(x, y) AS (SELECT symbol, bid FROM quotes) SELECT y FROM a", "y=bid")]
    [InlineData("WITH quotes AS (SELECT bid AS symbol FROM quotes) SELECT symbol FROM quotes", "symbol=bid")]
    [InlineData("SELECT x.a FROM (SELECT symbol AS a, bid FROM quotes) x", "a=symbol")]
    [InlineData("SELECT a FROM quotes AS q(a, b)", "a=symbol")]
    [InlineData("SELECT symbol, (SELECT max(price) FROM trades t WHERE t.symbol = q.symbol) AS m FROM quotes q", "symbol=symbol m=price")]
    [InlineData("SELECT (SELECT q.bid) AS b FROM quotes q", "b=bid")]
    [InlineData("SELECT symbol, l.d FROM quotes q, LATERAL (SELECT q.day AS d) l", "symbol=symbol d=day")]
    [InlineData("SELECT symbol, email FROM trades JOIN quotes USING (symbol)", "symbol=symbol email=email")]
    [InlineData("SELECT symbol FROM trades t JOIN quotes q USING (symbol)", "symbol=symbol")]
    [InlineData("SELECT * FROM quotes NATURAL JOIN (SELECT symbol, price FROM trades)", "symbol=symbol bid=bid day=day price=price")]
    [InlineData("SELECT * FROM quotes SEMI JOIN trades USING (symbol)", "symbol=symbol bid=bid day=day")]
    [InlineData("SELECT symbol AS a FROM quotes UNION ALL SELECT email FROM trades", "a=email+symbol")]
    [InlineData("SELECT symbol, bid FROM quotes UNION ALL BY NAME SELECT price AS bid, email FROM trades", "symbol=symbol bid=bid+price email=email")]
    [InlineData("SELECT place.city AS c, place FROM trades", "c=place place=place")]
    [InlineData("SELECT trades AS whole FROM (SELECT symbol, email FROM trades) trades", "whole=email+symbol")]
    [InlineData("SELECT list_transform(tags, t -> t || email) AS l FROM trades", "l=email+tags")]
    [InlineData("SELECT email -> '$.a' AS j FROM trades", "j=email")]
    [InlineData("SELECT email.upper() AS u FROM trades", "u=email")]
    [InlineData("SELECT symbol, unnest(place) FROM trades", "symbol=symbol city=place zip=place")]
    [InlineData("SELECT symbol, tag FROM trades, unnest(tags) AS u(tag)", "symbol=symbol tag=tags")]
    [InlineData("SELECT bid * 2 AS twice, twice + 1 AS more FROM quotes", "twice=bid more=bid")]
    [InlineData("SELECT #2 AS second FROM quotes", "second=bid")]
    [InlineData("SELECT #10 AS x FROM quotes JOIN trades USING (symbol)", "x=email")]
    [InlineData("SELECT d.x FROM (SELECT #2 AS x FROM quotes) d", "x=bid")]
    [InlineData("SELECT array(SELECT bid FROM quotes) AS bids FROM trades", "bids=bid")]
    [InlineData("SELECT v.a FROM quotes, (VALUES (1, 'x')) v(a, b)", "a=")]
    public void An_output_column_is_made_from_exactly_these(string sql, string expected)
    {
        var analysis = AnalyzedSql.Accept(sql);
        Assert.Null(analysis.Lineage.Inexact);
        Assert.Equal(expected, Describe(analysis));
    }

    [Theory]
    [InlineData("SELECT x.u AS c FROM (SELECT unnest(place), symbol AS u FROM trades) x")]
    [InlineData("SELECT id_1 AS c FROM (SELECT symbol AS id, email AS id FROM trades)")]
    [InlineData("SELECT x.* FROM (SELECT COLUMNS('p.*') FROM trades) x")]
    [InlineData("SELECT x.* FROM (SELECT #2 FROM trades) x")]
    public void What_cannot_be_followed_is_tainted_by_everything(string sql)
    {
        var analysis = AnalyzedSql.Accept(sql, "trades");
        Assert.NotNull(analysis.Lineage.Inexact);
        Assert.All(analysis.Lineage.Columns, column => Assert.Equal(8, column.Origins.Count));
    }

    [Theory]
    [InlineData("SELECT symbol AS email, email AS x FROM trades", 1, "email")]
    [InlineData("SELECT symbol AS email, (SELECT email) AS x FROM trades", 1, "email")]
    [InlineData("SELECT list_transform(tags, email -> email) AS x FROM trades", 0, "tags")]
    [InlineData("SELECT x FROM (SELECT email AS x FROM trades) WHERE x IN (SELECT symbol FROM quotes)", 0, "email")]
    [InlineData("SELECT coalesce(a.email, b.symbol) AS x FROM trades a FULL JOIN quotes b ON a.symbol = b.symbol", 0, "email")]
    public void Names_with_several_readings_count_with_all_of_them(string sql, int column, string mustHold)
    {
        var analysis = AnalyzedSql.Accept(sql);
        Assert.Contains(mustHold, analysis.Lineage.Columns[column].Origins.Select(Name));
    }

    private static string Describe(SqlAnalysis analysis) => string.Join(' ', analysis.Columns.Zip(
        analysis.Lineage.Columns,
        (column, lineage) => $"{column.Name}={string.Join('+', lineage.Origins.Select(Name).Distinct().Order(StringComparer.Ordinal))}"));

    private static string Name(ColumnOrigin origin) => AnalyzedSql.Inputs[origin.Input].Columns[origin.Column].Name;
}
