using System.Text.Json;
using Runink.Cli.Tests.EndToEnd.Programs;
using Runink.Isolation.Tests;

namespace Runink.Cli.Tests.Commands;

/// <summary><c>runi step</c>: writing, listing and trying steps of one's own.</summary>
public sealed class StepCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public StepCommandTests() => _directory.Write("runink.yaml", "name: steps\n");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("csharp", "steps/grade.cs", "id is NULL, and Id takes none")]
    [InlineData("python", "steps/grade.py", "no total")]
    [InlineData("shell", "steps/grade.sh", "rejected:")]
    [InlineData("node", "steps/grade.js", "no total")]
    public void A_new_step_works_at_once(string language, string file, string rejection)
    {
        Needs.Bubblewrap();
        Assert.SkipUnless(language != "node" || File.Exists("/usr/bin/node") || File.Exists("/usr/local/bin/node"), "this needs node");
        var made = Run("step", "new", "grade", "--language", language);
        Assert.Equal(0, made.ExitCode);
        Assert.Contains(file, made.Error, StringComparison.Ordinal);
        Use(made.Output);
        var check = Run("check", "features");
        Assert.True(check.ExitCode == 0, check.Error);

        var test = Run("step", "test", file);
        Assert.True(test.ExitCode == 0, test.Error);
        Assert.Equal(["1 low", "100 high"], test.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Graded));
        Assert.Contains(rejection, test.Error, StringComparison.Ordinal);
        Assert.Contains("3 records in, 2 returned, 1 rejected", test.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_exists_is_not_written_over()
    {
        Assert.Equal(0, Run("step", "new", "Grade").ExitCode);
        var again = Run("step", "new", "Grade");
        Assert.Equal(3, again.ExitCode);
        Assert.Contains("steps/Grade.cs exists", again.Error, StringComparison.Ordinal);
        Assert.Equal(2, Run("step", "new", "../Grade").ExitCode);
    }

    [Fact]
    public void A_step_that_has_no_directory_to_lie_in_says_where_it_would_be_written()
    {
        File.WriteAllText(Path.Combine(_directory.Path, "steps"), "a file");
        var refused = Run("step", "new", "Grade");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("cannot write", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_shows_columns_and_who_uses_them()
    {
        Use(Run("step", "new", "Grade").Output);
        Run("step", "new", "Other");
        Run("step", "new", "tool", "--language", "python");
        var steps = JsonDocument.Parse(Run("step", "list", "-o", "json").Output).RootElement.EnumerateArray().ToList();
        Assert.Equal(["steps/Grade.cs", "steps/Other.cs", "steps/tool.py"], steps.Select(step => step.GetProperty("file").GetString()));
        Assert.Equal(["Graded"], steps[0].GetProperty("scenarios").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("decimal(18,2)", steps[0].GetProperty("takes")[1].GetProperty("type").GetString());
        Assert.Equal("decimal(38,9)", steps[1].GetProperty("takes")[1].GetProperty("type").GetString());
        Assert.Equal(0, steps[2].GetProperty("returns").GetArrayLength());
        var table = Run("step", "list").Output;
        Assert.Contains("id int64, grade text", table, StringComparison.Ordinal);
        Assert.Contains("Graded", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_can_come_from_a_file()
    {
        Needs.Bubblewrap();
        Run("step", "new", "Grade");
        _directory.Write("orders.jsonl", "{\"id\": 7, \"total\": 60}\n{\"id\": \"x\", \"total\": 1}\n");
        var test = Run("step", "test", "steps/Grade.cs", "--input", "orders.jsonl");
        Assert.True(test.ExitCode == 0, test.Error);
        Assert.Equal("7 high", Graded(test.Output));
        Assert.Contains("id must be int64, is x", test.Error, StringComparison.Ordinal);
        Assert.Equal(2, Run("step", "test", "steps/Grade.cs", "--input", "none.jsonl").ExitCode);
    }

    [Fact]
    public void Records_can_come_from_a_file_of_another_format()
    {
        Needs.Bubblewrap();
        Run("step", "new", "Grade");
        _directory.Write("data/orders.csv", "id,total\n7,60\nx,1\n");
        var text = Run("step", "test", "steps/Grade.cs", "--input", "data/orders.csv");
        Assert.True(text.ExitCode == 0, text.Error);
        Assert.Equal("7 high", Graded(text.Output));
        Assert.Contains("2 records in, 1 returned, 1 rejected", text.Error, StringComparison.Ordinal);

        Use("");
        _directory.Write("features/orders.feature", File.ReadAllText(_directory.File("features/orders.feature"))
            .Replace("graded goes to \"csv://out/graded.csv\"", "orders go to \"parquet://out/orders\"", StringComparison.Ordinal));
        var run = Run("run", "features/orders.feature");
        Assert.True(run.ExitCode == 0, run.Error);
        var file = Directory.GetFiles(_directory.File("out/orders"), "*.parquet").Single();
        var table = Run("step", "test", "steps/Grade.cs", "--input", file);
        Assert.True(table.ExitCode == 0, table.Error);
        Assert.Equal("7 high", Graded(table.Output));
        Assert.Contains("1 record in, 1 returned, 0 rejected", table.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_names_endpoints_reaches_them_when_it_is_tried_and_no_others()
    {
        Needs.Bubblewrap();
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "not installed here: curl");
        await using var named = new LoopbackServer();
        await using var other = new LoopbackServer();
        _directory.Write("steps/ask.sh", $$"""
            #!/bin/sh
            cat >/dev/null
            ask() { curl -s -f --max-time 10 "http://$1/" || echo refused; }
            echo "{\"id\":1,\"grade\":\"$(ask {{named.Endpoint}})\"}"
            echo "{\"id\":2,\"grade\":\"$(ask {{other.Endpoint}})\"}"
            """);
        Use($"""
            When orders are transformed by the program "steps/ask.sh" with access to "{named.Endpoint}, rates.example.org:443" as graded
              | column | type  |
              | id     | int64 |
              | grade  | text  |
            """);

        var test = Run("step", "test", "steps/ask.sh");
        Assert.True(test.ExitCode == 0, test.Error);
        Assert.Equal(["1 hello", "2 refused"], test.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Graded));
        Assert.Equal((1, 0), (named.Connections, other.Connections));
        Assert.Contains($"network: {named.Endpoint} reached at 127.0.0.1", test.Error, StringComparison.Ordinal);
        var step = Assert.Single(JsonDocument.Parse(Run("step", "list", "-o", "json").Output).RootElement.EnumerateArray());
        Assert.Equal([named.Endpoint, "rates.example.org:443"], step.GetProperty("endpoints").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public void A_step_that_throws_fails_the_test_with_its_line()
    {
        Needs.Bubblewrap();
        _directory.Write("steps/S.cs", "static class S { public static Out Run(In r)\n{ Console.WriteLine(\"here\");\nthrow new InvalidDataException(\"no\"); } }\nrecord In(long? Id);\nrecord Out(long Id);\n");
        var test = Run("step", "test", "steps/S.cs");
        Assert.Equal(1, test.ExitCode);
        Assert.Contains("steps/S.cs:3: InvalidDataException: no", test.Error, StringComparison.Ordinal);
        Assert.Contains("it printed:\nhere", test.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_tried_is_explained()
    {
        Assert.Equal(3, Run("step", "test", "steps/None.cs").ExitCode);
        _directory.Write("steps/tool.sh", "#!/bin/sh\ncat\n");
        var unused = Run("step", "test", "steps/tool.sh");
        Assert.Equal(2, unused.ExitCode);
        Assert.Contains("no scenario uses steps/tool.sh", unused.Error, StringComparison.Ordinal);
        _directory.Write("steps/S.cs", "class S {");
        var broken = Run("step", "test", "steps/S.cs");
        Assert.Equal(2, broken.ExitCode);
        Assert.Contains("steps/S.cs:1:10", broken.Error, StringComparison.Ordinal);
    }

    private Outcome Run(params string[] arguments) => Runi.RunIn(_directory.Path, arguments);

    private void Use(string lines) => _directory.Write("features/orders.feature", $"""
        Feature: Orders

          Scenario: Graded
            Given a table "orders" from "csv://data/orders.csv"
              | option  | value                         |
              | columns | id int64, total decimal(18,2) |
        {lines}
            Then graded goes to "csv://out/graded.csv"
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
        """);

    private static string Graded(string line)
    {
        var record = JsonDocument.Parse(line).RootElement;
        return $"{record.GetProperty("id")} {record.GetProperty("grade").GetString()}";
    }
}
