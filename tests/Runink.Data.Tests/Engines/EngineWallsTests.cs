using Runink.Data.Engines;
using Runink.Data.Sql;

namespace Runink.Data.Tests.Engines;

public sealed class EngineWallsTests : IDisposable
{
    private readonly TestEngine _test = new(memory: 80L << 20);
    private readonly string _input;

    public EngineWallsTests()
    {
        _input = _test.Write("input/trades.csv", "id,price\n1,2.5\n2,3.5\n");
        _test.Write("single/one.csv", "a\n1\n");
        _test.Write("single/two.csv", "a\n2\n");
        _test.Write("secret/key.txt", "secret");
        _test.Write("input-not/other.csv", "a\n3\n");
        Directory.CreateDirectory(_test.PathOf("staging"));
        _test.Engine.LockDown(
            new EngineWalls([_test.PathOf("input"), _test.PathOf("staging")], [_test.PathOf("single/one.csv")]));
    }

    public static TheoryData<string> Escapes =>
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_json('/etc/passwd')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM read_parquet('/etc/passwd')",
        "SELECT * FROM parquet_metadata('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_text('{root}/secret/key.txt')",
        "SELECT * FROM read_text('{root}/input/../secret/key.txt')",
        "SELECT * FROM read_text('{root}/secret/*')",
        "SELECT * FROM read_csv('{root}/input-not/other.csv')",
        "SELECT * FROM read_csv('{root}/single/two.csv')",
        "SELECT * FROM read_csv('{root}/single/*.csv')",
        "SELECT * FROM read_csv('{root}/single/one.csv/../two.csv')",
        "SELECT * FROM read_text('file:///etc/passwd')",
        "SELECT * FROM read_text('/dev/stdin')",
        "SELECT * FROM read_text('/proc/self/environ')",
        "SELECT * FROM read_csv('https://example.com/a.csv')",
        "SELECT * FROM read_csv('s3://bucket/a.csv')",
        "COPY (SELECT 1) TO '{root}/out.csv'",
        "COPY (SELECT 1) TO '{root}/secret/key.txt'",
        "COPY (SELECT 1) TO '/dev/stdout' (FORMAT csv)",
        "COPY (SELECT 1 AS a, 2 AS b) TO '{root}/secret' (FORMAT parquet, PARTITION_BY (a))",
        "CREATE TABLE t AS SELECT 1; EXPORT DATABASE '{root}/secret'",
        "IMPORT DATABASE '{root}/secret'",
        "ATTACH '{root}/secret/other.db'",
        "ATTACH '{root}/secret/other.db' AS o (TYPE sqlite)",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{root}/secret/evil.duckdb_extension'",
        "SET enable_external_access = true",
        "SET GLOBAL allowed_directories = ['/']",
        "SET memory_limit = '100GB'",
        "SET temp_directory = '/tmp'",
        "SET threads = 64",
        "SET lock_configuration = false",
        "RESET lock_configuration",
        "RESET allowed_directories",
        "PRAGMA enable_external_access = true",
        "PRAGMA memory_limit = '100GB'",
        "PRAGMA enable_profiling = 'json'",
        "SET profiling_output = '{root}/secret/profile.json'",
        "SET log_query_path = '{root}/secret/log'",
        "SELECT getenv('HOME')",
        "CREATE SECRET s (TYPE s3)",
        "CREATE PERSISTENT SECRET s (TYPE s3)",
    ];

    public void Dispose() => _test.Dispose();

    [Theory]
    [MemberData(nameof(Escapes))]
    public void What_lies_outside_the_walls_cannot_be_reached(string sql)
    {
        var before = Directory.EnumerateFileSystemEntries(_test.Root, "*", SearchOption.AllDirectories).Order().ToList();
        var error = Assert.Throws<EngineException>(() =>
        {
            using var result = _test.Query(sql.Replace("{root}", _test.Root, StringComparison.Ordinal));
        });
        Assert.True(IsAWall(error), $"{error.Type}: {error.Message}");
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(_test.Root, "*", SearchOption.AllDirectories).Order());
        Assert.Equal("secret", File.ReadAllText(_test.PathOf("secret/key.txt")));
    }

    [Fact]
    public void A_connection_opened_later_stands_behind_the_same_walls()
    {
        using var connection = _test.Engine.Connect();
        Assert.Throws<EngineException>(() =>
            connection.Execute("SELECT * FROM read_text('/etc/passwd')", TestContext.Current.CancellationToken));
        using var result = connection.Query(
            $"SELECT sum(price) FROM {SqlText.Literal(_input)}", TestContext.Current.CancellationToken);
        Assert.Equal(6.0, result.Scalar());
    }

    [Fact]
    public void Inputs_and_staging_stay_open()
    {
        var target = _test.PathOf("staging/part.parquet");
        Assert.Equal(2, _test.Execute($"COPY (SELECT * FROM read_csv({SqlText.Literal(_input)})) TO {SqlText.Literal(target)}"));
        var written = SqlText.Literal(_test.PathOf("staging/*.parquet"));
        Assert.Equal(2L, _test.Scalar($"SELECT count(*) FROM read_parquet({written})"));
        Assert.Equal(1L, _test.Scalar($"SELECT a FROM read_csv({SqlText.Literal(_test.PathOf("single/one.csv"))})"));
        var parts = SqlText.Literal(_test.PathOf("staging/parts"));
        _test.Execute($"COPY (SELECT 1 AS a, 2 AS b) TO {parts} (FORMAT parquet, PARTITION_BY (a))");
        Assert.True(Directory.Exists(_test.PathOf("staging/parts/a=1")));
    }

    [Fact]
    public void A_symbolic_link_does_not_lead_out()
    {
        var link = _test.PathOf("input/link.csv");
        File.CreateSymbolicLink(link, _test.PathOf("input-not/other.csv"));
        var directory = _test.PathOf("staging/linked");
        Directory.CreateSymbolicLink(directory, _test.PathOf("secret"));
        foreach (var sql in new[]
        {
            $"SELECT * FROM read_csv({SqlText.Literal(link)})",
            $"SELECT * FROM read_text({SqlText.Literal(directory + "/key.txt")})",
            $"COPY (SELECT 1) TO {SqlText.Literal(directory + "/new.csv")}",
        })
        {
            Assert.Equal(EngineErrorType.Permission, Assert.Throws<EngineException>(() => _test.Query(sql)).Type);
        }
        Assert.False(File.Exists(_test.PathOf("secret/new.csv")));
    }

    [Fact]
    public void A_directory_that_is_reached_through_a_link_can_be_allowed()
    {
        using var other = new TestEngine();
        other.Write("real/data.csv", "a\n7\n");
        Directory.CreateSymbolicLink(other.PathOf("linked"), other.PathOf("real"));
        other.Engine.LockDown(new EngineWalls([other.PathOf("linked")], []));
        Assert.Equal(7L, other.Scalar($"SELECT a FROM read_csv({SqlText.Literal(other.PathOf("linked/data.csv"))})"));
    }

    [Fact]
    public void Sorting_still_spills()
    {
        using var result = _test.Stream("SELECT h FROM (SELECT hash(range)::VARCHAR AS h FROM range(1_500_000)) ORDER BY h");
        result.NextChunk()!.Dispose();
        Assert.NotEmpty(Directory.EnumerateFiles(_test.PathOf("spill")));
    }

    [Fact]
    public void Functions_of_ours_still_register_and_run()
    {
        _test.Engine.Register(new Functions.NumbersFunction());
        Assert.Equal(4_096L, _test.Scalar("SELECT count(*) FROM numbers(4_096, 'x')"));
    }

    [Fact]
    public void With_no_files_allowed_none_can_be_read()
    {
        using var other = new TestEngine();
        other.Engine.LockDown(EngineWalls.NoFiles);
        Assert.Throws<EngineException>(() => other.Scalar($"SELECT count(*) FROM read_csv({SqlText.Literal(_input)})"));
        Assert.Equal(3, other.Scalar("SELECT 1 + 2"));
    }

    /// <summary>Refused as forbidden, locked or unknown, and not because of some mistake in the statement.</summary>
    private static bool IsAWall(EngineException error) => error.Type switch
    {
        EngineErrorType.Permission => true,
        EngineErrorType.InvalidInput => error.Message.Contains("configuration has been locked", StringComparison.Ordinal),
        EngineErrorType.Catalog => error.Message.Contains("does not exist", StringComparison.Ordinal),
        _ => false,
    };
}
