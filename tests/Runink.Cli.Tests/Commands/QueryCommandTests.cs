namespace Runink.Cli.Tests.Commands;

public sealed class QueryCommandTests : IDisposable
{
    private readonly TemporaryDirectory _project = new();

    public QueryCommandTests()
    {
        File.WriteAllText(Path.Combine(_project.Path, "runink.yaml"), "name: test\n");
        Directory.CreateDirectory(Path.Combine(_project.Path, "data"));
        Directory.CreateDirectory(Path.Combine(_project.Path, ".runink", "keys"));
        File.WriteAllText(Path.Combine(_project.Path, ".runink", "keys", "masking.key"), "secret\n");
        File.WriteAllText(Path.Combine(_project.Path, "data", "a.csv"), "id,name\n1,x\n2,\"a, b\"\n");
        File.WriteAllText(Path.Combine(_project.Path, "data", "b.csv"), "id,name\n3,\n");
    }

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("csv", "id,name\n1,x\n2,\"a, b\"\n3,\n")]
    [InlineData("json", "[\n{\"id\":1,\"name\":\"x\"},\n{\"id\":2,\"name\":\"a, b\"},\n{\"id\":3,\"name\":null}\n]\n")]
    [InlineData("table", "id  name\n 1  x\n 2  a, b\n 3  null\n")]
    public void Files_are_read_by_path_or_glob_and_printed_in_three_ways(string format, string expected)
    {
        var result = Runi.RunIn(_project.Path, "query", "SELECT * FROM 'data/*.csv' ORDER BY id", "-o", format);
        Assert.Equal((0, expected), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("SELECT * FROM read_text('.runink/keys/masking.key')")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM '/etc/hosts.csv'")]
    [InlineData("SELECT * FROM 'csv://../a.csv'")]
    [InlineData("SELECT * FROM 'jsonl://.runink/journal/x'")]
    [InlineData("COPY (SELECT 1) TO 'data/a.csv'")]
    [InlineData("DROP VIEW x")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SELECT * FROM nothing")]
    [InlineData("SELECT")]
    public void What_is_not_a_select_over_the_projects_data_is_refused(string sql)
    {
        var result = Runi.RunIn(_project.Path, "query", sql);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error", result.Error, StringComparison.Ordinal);
        Assert.Equal("id,name\n1,x\n2,\"a, b\"\n", File.ReadAllText(Path.Combine(_project.Path, "data", "a.csv")));
    }

    [Fact]
    public void The_ledger_is_a_schema()
    {
        var result = Runi.RunIn(_project.Path, "query", "SELECT count(*) AS n FROM runink.runs", "-o", "csv");
        Assert.Equal((0, "n\n0\n"), (result.ExitCode, result.Output));
    }
}
