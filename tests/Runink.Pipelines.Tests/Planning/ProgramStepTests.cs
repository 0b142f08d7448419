using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Tests.Planning;

/// <summary>Steps that pass a flow through a person's own program.</summary>
public sealed class ProgramStepTests : IDisposable
{
    private const string Given = """
        Given a table "orders" from "csv://data/orders.csv"
          | option  | value                           |
          | columns | id int64, total decimal(18,2) |
        """;

    private const string Then = """
        Then enriched goes to "parquet://out/all"
        But records that fail go to the dead-letter queue "jsonl://out/dlq"
        """;

    private readonly PlannedFeature _feature = new();

    public ProgramStepTests() => _feature.Write("steps/enrich.py", "#!/usr/bin/env python3\nprint()\n");

    public void Dispose() => _feature.Dispose();

    [Fact]
    public void A_program_returns_the_columns_of_its_table()
    {
        var node = Assert.IsType<ProgramNode>(_feature.PlanSteps(Steps()).Nodes[1]);
        Assert.Equal(("enriched", "steps/enrich.py", RecordFormat.JsonLines), (node.Flow, node.Program, node.Format));
        Assert.Equal([new Column("id", ColumnType.Int64), new Column("grade", ColumnType.Text)], node.Columns);
        Assert.Equal([0], node.Inputs);
    }

    [Fact]
    public void The_plan_is_another_when_the_program_is()
    {
        var before = _feature.PlanSteps(Steps()).Hash;
        _feature.Write("steps/enrich.py", "#!/usr/bin/env python3\nprint(1)\n");
        Assert.NotEqual(before, _feature.PlanSteps(Steps()).Hash);
    }

    [Fact]
    public void A_tag_chooses_what_programs_read_and_write_and_is_part_of_the_plan()
    {
        var before = _feature.PlanSteps(Steps()).Hash;
        var tagged = Assert.Single(_feature.Plan("@format:arrow\n" + PlannedFeature.Scenario(Steps())).Scenarios);
        Assert.Equal(RecordFormat.Arrow, Assert.IsType<ProgramNode>(tagged.Nodes[1]).Format);
        Assert.NotEqual(before, tagged.Hash);
    }

    [Fact]
    public void A_program_reaches_the_endpoints_that_its_step_names_which_are_part_of_the_plan()
    {
        var (none, one) = (_feature.PlanSteps(Steps()), _feature.PlanSteps(Reaching("API.example.org.:443, 10.0.0.5:5432,[2001:DB8::1]:80")));
        Assert.Null(Assert.IsType<ProgramNode>(none.Nodes[1]).Endpoints);
        Assert.Equal(["api.example.org:443", "10.0.0.5:5432", "[2001:db8::1]:80"], Assert.IsType<ProgramNode>(one.Nodes[1]).Endpoints!);
        Assert.NotEqual(one.Hash, _feature.PlanSteps(Reaching("api.example.org:444")).Hash);
        Assert.Contains(
            "transformed by the program steps/enrich.py, which may reach api.example.org:443, 10.0.0.5:5432, [2001:db8::1]:80",
            PlanRenderer.Text(_feature.Plan(PlannedFeature.Scenario(Reaching("api.example.org:443, 10.0.0.5:5432, [2001:db8::1]:80")))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api.example.org", "it names no port")]
    [InlineData("2001:db8::1", "it names no port")]
    [InlineData("https://api.example.org:443", "without a scheme or a path")]
    [InlineData("*.example.org:443", "there are no patterns")]
    [InlineData("api.example.org:0", "its port is not a number from 1 to 65535")]
    [InlineData("api.example.org:https", "its port is not a number from 1 to 65535")]
    [InlineData("api example:443", "neither a host name nor an address")]
    [InlineData("", "it names no port")]
    [InlineData("a:1,,b:2", "it names no port")]
    [InlineData("a:1, A.:1", "a:1 is named twice")]
    [InlineData("169.254.169.254:80", "where clouds have their metadata service")]
    [InlineData("[::ffff:169.254.169.254]:80", "where clouds have their metadata service")]
    [InlineData("0xa9fea9fe:80", "where clouds have their metadata service")]
    [InlineData("[fd00:ec2::254]:80", "where clouds have their metadata service")]
    [InlineData("0.0.0.0:80", "that is every address, and none")]
    [InlineData("239.1.2.3:80", "many machines have that address")]
    public void An_endpoint_that_cannot_be_meant_is_refused_where_it_stands(string endpoints, string problem)
    {
        var error = _feature.RefuseSteps(Reaching(endpoints));
        Assert.Equal(PlanErrors.Endpoint, error.Definition);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.At);
    }

    [Fact]
    public void A_step_names_a_bounded_number_of_endpoints() =>
        Assert.Contains("and this one names 65", _feature.RefuseSteps(Reaching(string.Join(',', Enumerable.Range(1, 65).Select(port => $"a:{port}")))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_a_program_returns_is_as_sensitive_as_the_most_sensitive_thing_it_reads()
    {
        var error = _feature.RefuseSteps("""
            Given the contract "contracts/trade.odcs.yaml"
            And a table "trade" from "parquet://data/trades" as trades
            When trades are transformed by the program "steps/enrich.py" as enriched
              | column | type |
              | region | text |
            Then enriched goes to "parquet://out/all"
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
              | option      | value      |
              | cleared for | restricted |
            """);
        Assert.Equal(PlanErrors.Clearance, error.Definition);
        Assert.Contains("\"region\" is restricted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_may_not_show_more_than_their_queue_is_cleared_for()
    {
        var error = _feature.RefuseSteps("""
            Given the contract "contracts/trade.odcs.yaml"
            And a table "trade" from "parquet://data/trades" as trades
            When trades are transformed by the program "steps/enrich.py" as enriched
              | column | type |
              | region | text |
            Then enriched goes to "parquet://out/all"
              | option      | value      |
              | cleared for | restricted |
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
            """);
        Assert.Equal(PlanErrors.LetterClearance, error.Definition);
    }

    [Fact]
    public void Records_that_a_program_spoils_need_somewhere_to_go()
    {
        var error = _feature.RefuseSteps("""
            Given a table "trade" from "parquet://data/trades" under contract "contracts/trade.odcs.yaml" as trades
            When trades are transformed by the program "steps/enrich.py" as enriched
              | column | type |
              | region | text |
            Then enriched goes to "parquet://out/all"
              | option      | value      |
              | cleared for | restricted |
            """);
        Assert.Equal(PlanErrors.NoDeadLetters, error.Definition);
        Assert.Contains("steps/enrich.py", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("steps/none.py", "does not exist")]
    [InlineData("steps", "is a directory")]
    [InlineData("data.txt", "has no #!")]
    [InlineData("windows.sh", "Windows line ends")]
    [InlineData("relative.sh", "without an absolute path")]
    public void A_file_that_cannot_be_a_step_is_explained(string path, string message)
    {
        _feature.Write("data.txt", "hello");
        _feature.Write("windows.sh", "#!/bin/sh\r\ncat\r\n");
        _feature.Write("relative.sh", "#!sh\ncat\n");
        var error = _feature.RefuseSteps(Steps(path));
        Assert.Equal(PlanErrors.Program, error.Definition);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(PlanErrors.Program.Fix, error.Hint ?? PlanErrors.Program.Fix);
        Assert.Equal(7, error.At!.Line);
    }

    [Fact]
    public void A_program_outside_of_the_project_is_refused() =>
        Assert.Equal(PlanErrors.PathRefused, _feature.RefuseSteps(Steps("/bin/cat")).Definition);

    [Fact]
    public void An_executable_needs_no_first_line()
    {
        File.Copy("/bin/cat", Path.Combine(_feature.Root, "steps/cat"));
        Assert.IsType<ProgramNode>(_feature.PlanSteps(Steps("steps/cat")).Nodes[1]);
    }

    [Theory]
    [InlineData("| id | number of things |", "is not a type")]
    [InlineData("| id | int64 |\n  | ID | int64 |", "given twice")]
    [InlineData("| _id | int64 |", "begins with an underscore")]
    public void Columns_that_make_no_sense_are_explained(string rows, string message)
    {
        Diagnostic error = _feature.RefuseSteps(Steps(rows: rows));
        Assert.Equal(PlanErrors.OptionValue, error.Definition);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static string Reaching(string endpoints) =>
        Steps().Replace("\" as enriched", $"\" with access to \"{endpoints}\" as enriched", StringComparison.Ordinal);

    private static string Steps(string program = "steps/enrich.py", string rows = "| id | int64 |\n  | grade | text |") =>
        $"{Given}\nWhen orders are transformed by the program \"{program}\" as enriched\n  | column | type |\n  {rows}\n{Then}";
}
