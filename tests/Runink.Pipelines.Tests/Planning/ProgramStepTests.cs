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

    private static string Steps(string program = "steps/enrich.py", string rows = "| id | int64 |\n  | grade | text |") =>
        $"{Given}\nWhen orders are transformed by the program \"{program}\" as enriched\n  | column | type |\n  {rows}\n{Then}";
}
