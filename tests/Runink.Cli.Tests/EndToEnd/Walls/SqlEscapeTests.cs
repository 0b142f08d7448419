using System.Text;
using System.Text.Json;

namespace Runink.Cli.Tests.EndToEnd.Walls;

/// <summary>Ways out of the flows that a step names, through the real program: one feature for each, all checked by one process.</summary>
public sealed class SqlEscapeTests
{
    private const int DocStringLine = 9;

    private static readonly string[] Attempts =
    [
        "SELECT * FROM 'data/other.csv'",
        "SELECT * FROM \"/etc/passwd\"",
        "FROM '../outside.parquet'",
        "SELECT * FROM 'https://example.com/x.csv'",
        "SELECT * FROM trades UNION ALL SELECT * FROM 'x.csv'",
        "SELECT *, (SELECT max(content) FROM 'x.txt') FROM trades",
        "WITH x AS (SELECT * FROM 'x.csv') SELECT * FROM trades",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM READ_BLOB('.runink/keys/masking.key')",
        "SELECT * FROM read_csv('.runink/journal/*')",
        "SELECT * FROM glob('/**')",
        "SELECT * FROM trades, LATERAL (SELECT * FROM read_text(trade_id))",
        "SELECT getenv('HOME') FROM trades",
        "SELECT list_transform([trade_id], t -> getenv(t)) FROM trades",
        "SELECT current_setting('temp_directory') FROM trades",
        "SELECT getvariable('key') FROM trades",
        "SELECT error(customer_ssn) FROM trades",
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM query_table('trades')",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM pragma_database_list",
        "COPY trades TO 'x.csv'",
        "COPY (SELECT * FROM trades) TO '/tmp/x.csv'",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "LOAD '/tmp/x.duckdb_extension'",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "CREATE MACRO f() AS getenv('HOME')",
        "CREATE SECRET s (TYPE s3)",
        "EXPORT DATABASE '/tmp/x'",
        "PRAGMA database_list",
        "SELECT 1; ATTACH 'x.db'",
        "SELECT 1 FROM trades) TO '/tmp/x.csv'; --",
        "SELECT * FROM trаdes",
    ];

    [Fact]
    public void Every_way_out_of_sql_is_refused_by_one_check_with_its_line()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("runink.yaml", "");
        for (var i = 0; i < Attempts.Length; i++) directory.Write($"features/{NameOf(i)}", Feature(i));

        var outcome = Runi.RunIn(directory.Path, "check", "features", "-o", "json");

        Assert.Equal(2, outcome.ExitCode);
        var diagnostics = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("diagnostics").EnumerateArray().ToList();
        var unrefused = Enumerable.Range(0, Attempts.Length)
            .Where(i => !diagnostics.Any(diagnostic => Refuses(diagnostic, $"features/{NameOf(i)}")))
            .Select(i => Attempts[i]);
        Assert.Empty(unrefused);
    }

    [Fact]
    public void The_same_feature_with_harmless_sql_is_right()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("runink.yaml", "");
        directory.Write("features/fine.feature", Feature(0).Replace(Attempts[0], "SELECT * FROM trades", StringComparison.Ordinal));

        var outcome = Runi.RunIn(directory.Path, "check", "features");

        Assert.Equal(("", 0), (outcome.Error, outcome.ExitCode));
    }

    private static bool Refuses(JsonElement diagnostic, string file) =>
        diagnostic.GetProperty("file").GetString() == file &&
        diagnostic.GetProperty("code").GetString()!.StartsWith("R4", StringComparison.Ordinal) &&
        diagnostic.GetProperty("line").GetInt32() == DocStringLine;

    private static string NameOf(int attempt) => $"attempt-{attempt:D2}.feature";

    private static string Feature(int attempt) => new StringBuilder()
        .AppendLine($"Feature: Attempt {attempt}")
        .AppendLine("  Scenario: Out")
        .AppendLine("    Given a table \"trades\" from \"csv://data/trades.csv\" as trades")
        .AppendLine("      | option  | value                            |")
        .AppendLine("      | columns | trade_id text, customer_ssn text |")
        .AppendLine()
        .AppendLine("    When stolen is calculated by SQL from trades")
        .AppendLine("      \"\"\"sql")
        .AppendLine($"      {Attempts[attempt]}")
        .AppendLine("      \"\"\"")
        .AppendLine($"    Then stolen goes to \"csv://out/{attempt}.csv\"")
        .AppendLine($"    But records that fail go to the dead-letter queue \"jsonl://out/dlq/{attempt}\"")
        .ToString();
}
