namespace Runink.Pipelines.Tests.Planning.Sql;

/// <summary>Ways out of the flows that a step names. Every one is refused, with a code that says why.</summary>
public sealed class SqlEscapeTests
{
    public static TheoryData<string, string> Attempts { get; } = new()
    {
        // Files in place of tables.
        { "SELECT * FROM 'data/x.csv'", "R4003" },
        { "FROM 'x.parquet'", "R4003" },
        { "SELECT * FROM \"../secret/file.parquet\"", "R4003" },
        { "SELECT * FROM \"/etc/passwd\"", "R4003" },
        { "SELECT * FROM 'https://example.com/x.csv'", "R4003" },
        { "SELECT * FROM trades JOIN 'x.json' USING (symbol)", "R4003" },
        { "SELECT * FROM trades POSITIONAL JOIN 'x.csv'", "R4003" },
        { "SELECT * FROM trades LIMIT (SELECT count(*) FROM 'x.csv')", "R4003" },
        { "SELECT * FROM trades ORDER BY (SELECT 1 FROM 'x.csv')", "R4003" },
        { "SELECT * FROM trades OFFSET (SELECT 1 FROM 'x.csv')", "R4003" },
        { "SELECT 1 FROM trades GROUP BY (SELECT 1 FROM 'x.csv')", "R4003" },
        { "SELECT sum(price) FILTER (WHERE EXISTS (FROM 'x.csv')) FROM trades", "R4003" },
        { "SELECT row_number() OVER (ORDER BY (SELECT 1 FROM 'x.csv')) FROM trades", "R4003" },
        { "SELECT * REPLACE ((SELECT 1 FROM 'x.csv') AS price) FROM trades", "R4003" },
        { "SELECT list_transform(tags, t -> (SELECT max(content) FROM 'x.txt')) FROM trades", "R4003" },
        { "SELECT CASE WHEN price IN (SELECT 1 FROM 'x.csv') THEN 1 END FROM trades", "R4003" },
        { "VALUES ((SELECT 1 FROM 'x.csv'))", "R4003" },
        { "WITH x AS (SELECT * FROM 'x.csv') SELECT * FROM trades", "R4003" },
        { "SELECT * FROM trades /* harmless */ UNION ALL SELECT * FROM/**/'x.csv'", "R4003" },
        { "SELECT * FROM trades --\nUNION SELECT * FROM 'x.csv'", "R4003" },

        // Functions that read.
        { "SELECT * FROM read_csv('data/x.csv')", "R4004" },
        { "SELECT * FROM read_text('/etc/passwd')", "R4004" },
        { "SELECT * FROM READ_BLOB('/etc/passwd')", "R4004" },
        { "SELECT * FROM \"read_csv_auto\"('x')", "R4004" },
        { "SELECT * FROM read_parquet('x'), trades", "R4004" },
        { "SELECT * FROM trades, LATERAL (SELECT * FROM read_text(trade_id))", "R4004" },
        { "SELECT * FROM glob('/**')", "R4004" },
        { "SELECT * FROM sniff_csv('x.csv')", "R4004" },
        { "SELECT * FROM parquet_metadata('x.parquet')", "R4004" },
        { "SELECT * FROM parquet_schema('x.parquet')", "R4004" },
        { "SELECT * FROM arrow_scan(1, 2, 3)", "R4004" },
        { "SELECT * FROM seq_scan('x')", "R4004" },
        { "SELECT * FROM json_each('{}')", "R4004" },
        { "SELECT read_text('/etc/passwd')", "R4004" },
        { "SELECT getenv('HOME') FROM trades", "R4004" },
        { "SELECT trade_id.getenv() FROM trades", "R4004" },
        { "SELECT current_setting('memory_limit') FROM trades", "R4004" },
        { "SELECT getvariable('x') FROM trades", "R4004" },
        { "SELECT list_transform(tags, t -> getenv(t)) FROM trades", "R4004" },
        { "SELECT list_transform(['HOME'], lambda t: getenv(t))", "R4004" },
        { "SELECT COLUMNS(c -> getenv('X') = c) FROM trades", "R4004" },
        { "SELECT error(email) FROM trades", "R4004" },
        { "SELECT write_log(email) FROM trades", "R4004" },
        { "SELECT version() FROM trades", "R4004" },
        { "SELECT current_user FROM trades", "R4004" },
        { "SELECT pg_catalog.pg_sleep(10)", "R4005" },
        { "SELECT inet_server_addr()", "R4004" },

        // SQL inside SQL.
        { "SELECT * FROM query('SELECT 1')", "R4004" },
        { "SELECT * FROM query_table('trades')", "R4004" },
        { "SELECT * FROM json_execute_serialized_sql('x')", "R4004" },
        { "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", "R4004" },
        { "SELECT json_serialize_sql('SELECT 1')", "R4004" },
        { "SELECT json_deserialize_sql('{}')", "R4004" },
        { "SELECT json_serialize_plan('SELECT 1')", "R4004" },

        // The engine itself.
        { "SELECT * FROM duckdb_secrets()", "R4004" },
        { "SELECT * FROM duckdb_settings()", "R4004" },
        { "SELECT * FROM duckdb_settings", "R4003" },
        { "SELECT * FROM pragma_database_list", "R4003" },
        { "SELECT * FROM pragma_table_info('trades')", "R4004" },
        { "SELECT * FROM information_schema.tables", "R4003" },
        { "SELECT * FROM sqlite_master", "R4003" },
        { "SELECT * FROM pg_catalog.pg_class", "R4003" },
        { "SELECT * FROM system.main.duckdb_tables", "R4003" },
        { "SELECT * FROM main.trades", "R4003" },
        { "SELECT * FROM memory.main.trades", "R4003" },
        { "SELECT system.main.getenv('HOME')", "R4004" },
        { "SELECT CAST('trades' AS information_schema.x) FROM trades", "R4003" },
        { "SELECT CAST([1] AS other.schema_name.kind[]) FROM trades", "R4003" },
        { "SELECT nextval('s')", "R4005" },

        // Statements.
        { "COPY trades TO 'x.csv'", "R4002" },
        { "COPY (SELECT 1) TO 'x.csv'", "R4002" },
        { "ATTACH 'x.db'", "R4002" },
        { "INSTALL httpfs", "R4002" },
        { "LOAD httpfs", "R4002" },
        { "PRAGMA database_list", "R4002" },
        { "SET enable_external_access = true", "R4002" },
        { "RESET lock_configuration", "R4002" },
        { "CALL pragma_version()", "R4002" },
        { "EXPORT DATABASE 'x'", "R4002" },
        { "IMPORT DATABASE 'x'", "R4002" },
        { "CREATE TABLE x AS SELECT 1", "R4002" },
        { "CREATE MACRO f() AS getenv('HOME')", "R4002" },
        { "CREATE SECRET s (TYPE s3)", "R4002" },
        { "INSERT INTO trades VALUES (1)", "R4002" },
        { "DELETE FROM trades", "R4002" },
        { "DROP TABLE trades", "R4002" },
        { "PREPARE p AS SELECT 1", "R4002" },
        { "EXECUTE p", "R4002" },
        { "EXPLAIN ANALYZE SELECT 1", "R4002" },
        { "SELECT 1; SELECT 2", "R4002" },
        { "SELECT 1; COPY trades TO 'x'", "R4002" },
        { "SELECT 1 /* ; */ ; ATTACH 'x.db'", "R4002" },
        { "SUMMARIZE trades", "R4002" },
        { "SUMMARIZE 'x.csv'", "R4002" },
        { "DESCRIBE trades", "R4002" },
        { "SHOW TABLES", "R4002" },
        { "SELECT * FROM (DESCRIBE trades)", "R4002" },
        { "SELECT * FROM (SHOW ALL TABLES)", "R4002" },
        { "FROM trades PIVOT (sum(price) FOR symbol IN ('a'))", "R4002" },
        { "PIVOT trades ON symbol USING sum(price)", "R4002" },
        { "WITH x AS (DELETE FROM trades RETURNING *) SELECT * FROM x", "R4001" },

        // Breaking out of the place where the statement is put.
        { "SELECT 1) UNION ALL (SELECT * FROM trades", "R4001" },
        { "SELECT 1 FROM trades -- ) ;\n) x; ATTACH 'y'; --", "R4001" },
        { "SELECT 1 FROM trades /*", "R4001" },
        { "SELECT '\0' FROM trades", "R4001" },
        { "", "R4001" },
        { "-- nothing", "R4002" },

        // Names that hide others.
        { "WITH trades AS (SELECT * FROM secrets) SELECT * FROM trades", "R4003" },
        { "SELECT * FROM (WITH inner_one AS (SELECT 1 AS a) SELECT * FROM inner_one), inner_one", "R4003" },
        { "WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a", "R4003" },
        { "SELECT * FROM trаdes", "R4003" },
        { "SELECT * FROM ｔｒａｄｅｓ", "R4003" },
        { "SELECT ｇｅｔｅｎｖ('HOME')", "R4004" },

        // Other answers at every run, or no end.
        { "SELECT now() FROM trades", "R4005" },
        { "SELECT current_date FROM trades", "R4005" },
        { "SELECT CURRENT_TIMESTAMP FROM trades", "R4005" },
        { "SELECT today() FROM trades", "R4005" },
        { "SELECT age(day) FROM trades", "R4005" },
        { "SELECT main.age(day) FROM trades", "R4005" },
        { "SELECT day.age() FROM trades", "R4005" },
        { "SELECT random() FROM trades", "R4005" },
        { "SELECT uuid() FROM trades", "R4005" },
        { "SELECT * FROM trades USING SAMPLE 10%", "R4005" },
        { "SELECT * FROM trades TABLESAMPLE reservoir(5)", "R4005" },
        { "SELECT sleep_ms(10000)", "R4005" },
        { "WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r) SELECT * FROM r", "R4007" },

        // What has no value or no meaning here.
        { "SELECT ? FROM trades", "R4008" },
        { "SELECT $1 FROM trades", "R4008" },
        { "SELECT $name FROM trades", "R4008" },
        { "SELECT * FROM trades AT (VERSION => 1)", "R4006" },
        { "SELECT rowid FROM trades", "R4009" },
        { "SELECT filename FROM trades", "R4009" },
        { "SELECT missing FROM trades", "R4009" },
        { "SELECT trade_id + price FROM trades", "R4009" },
        { "SELECT price, quantity AS price FROM trades", "R4010" },
        { "SELECT t.*, u.* FROM trades t JOIN trades u USING (trade_id)", "R4010" },
    };

    [Theory]
    [MemberData(nameof(Attempts))]
    public void Every_way_out_is_refused(string sql, string code)
    {
        var refusal = AnalyzedSql.Refuse(sql);
        Assert.True(code == refusal.Definition.Code, $"{refusal.Definition.Code}: {refusal.Message}");
        Assert.NotNull(refusal.Hint);
        Assert.Equal("features/t.feature", refusal.At!.File);
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_exhaust_the_stack()
    {
        var calls = string.Concat(Enumerable.Repeat("abs(", 900)) + "price" + new string(')', 900);
        Assert.Contains(AnalyzedSql.Refuse($"SELECT {calls} FROM trades").Definition.Code, new[] { "R4001", "R4012" });
        var nested = string.Concat(Enumerable.Repeat("SELECT * FROM (", 400)) + "SELECT 1" + new string(')', 400);
        Assert.Contains(AnalyzedSql.Refuse(nested).Definition.Code, new[] { "R4001", "R4012" });
        Assert.Equal("R4012", AnalyzedSql.Refuse($"SELECT 1 -- {new string('x', 200_000)}").Definition.Code);
    }

    [Theory]
    [InlineData("SELECT *\nFROM trades\nJOIN 'x.csv' USING (symbol)", 12, 12)]
    [InlineData("SELECT 'é',\n  getenv('HOME')\nFROM trades", 11, 9)]
    [InlineData("SELECT 'äöü', getenv('HOME') FROM trades", 10, 21)]
    [InlineData("SELECT 'äöü', prise FROM trades", 10, 21)]
    [InlineData("SELECT trade_id,\n   prise\nFROM trades", 11, 10)]
    [InlineData("SELECT 'ä' FROM trades WHERE WHERE", 10, 36)]
    public void A_refusal_points_into_the_doc_string(string sql, int line, int column)
    {
        var refusal = AnalyzedSql.Refuse(sql);
        Assert.Equal((line, column), (refusal.At!.Line, refusal.At.Column));
    }

    [Fact]
    public void The_binders_candidates_become_a_hint()
    {
        var refusal = AnalyzedSql.Refuse("SELECT pryce FROM trades");
        Assert.Contains("\"pryce\"", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("price", refusal.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("LINE", refusal.Message, StringComparison.Ordinal);
    }
}
