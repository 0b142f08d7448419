using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Planning.Slicing;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Tests.Planning.CSharp;

/// <summary>Steps that pass a flow through a method in C#, as they are planned.</summary>
public sealed class CSharpStepTests : IDisposable
{
    private const string Code = """
        public static class Grades
        {
            public static Graded? Run(Order row) => row.Total is null ? null : new(row.Id, "high", row.Total * 2);
        }

        public record Order(long Id, decimal? Total);

        public record Graded(long Id, string Grade, [property: Column("twice", TypeName = "decimal(18,2)")] decimal? Double, string? _reject = null);
        """;

    private readonly CSharpFeature _feature = new();

    public void Dispose() => _feature.Dispose();

    [Fact]
    public void The_code_says_which_columns_it_takes_and_returns()
    {
        var node = Assert.IsType<ProgramNode>(_feature.Plan(Code).Nodes[1]);
        Assert.Equal(("graded", CSharpFeature.File, RecordFormat.Arrow, "Grades.Run"), (node.Flow, node.Program, node.Format, node.Method));
        Assert.Equal([new Column("id", ColumnType.Int64), new("grade", ColumnType.Text), new("twice", ColumnType.DecimalOf(18, 2))], node.Columns);
        Assert.Equal(["id", "total"], node.Reads!);
    }

    [Fact]
    public void Only_the_columns_that_it_asks_for_go_to_it()
    {
        var edges = StageSlices.Cut(_feature.Plan(Code)).Edges;
        Assert.Equal(["id", "total"], edges[0].Columns!);
        Assert.Null(edges[1].Columns);
        Assert.All(edges, edge => Assert.Equal(RecordFormat.Arrow, edge.Format));
    }

    [Fact]
    public void The_plan_is_another_when_the_code_is()
    {
        var before = _feature.Plan(Code).Hash;
        Assert.NotEqual(before, _feature.Plan(Code.Replace("high", "low", StringComparison.Ordinal)).Hash);
    }

    [Fact]
    public void What_it_returns_is_as_sensitive_as_what_it_asks_for_and_not_as_what_it_does_not()
    {
        using var feature = new PlannedFeature();
        const string Steps = """
            Given the contract "contracts/trade.odcs.yaml"
            And a table "trade" from "parquet://data/trades" as trades
            When trades are transformed by the C# step "steps/S.cs" as enriched
            Then enriched goes to "parquet://out/all"
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
            """;
        feature.Write("steps/S.cs", "static class S { public static Made Run(Trade t) => new(t.Region); }\nrecord Trade(string? Region, string? Symbol);\nrecord Made(string? Region);");
        Assert.Equal(Classification.Internal, feature.PlanSteps(Steps).Nodes[1].Columns[0].Classification);

        feature.Write("steps/S.cs", "class S { public static Made Run(Trade t) => new(1); }\nrecord Trade(string? CustomerSsn);\nrecord Made(int One);");
        var errors = feature.Plan(PlannedFeature.Scenario(Steps)).Diagnostics.Where(found => found.IsError).ToList();
        Assert.Contains(errors, error => error.Definition == PlanErrors.Clearance && error.Message.Contains("\"one\" is restricted", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Definition == PlanErrors.LetterClearance);
    }

    [Fact]
    public void A_property_takes_the_column_of_its_name_in_either_form()
    {
        var node = (ProgramNode)_feature.Plan("""
            static class S { public static Out Run(In row) => new() { Id = row.UserName }; }
            class In { public string? UserName { get; init; } public required DateOnly? TradeDay { get; set; } [Column("ID")] public long? Number { get; init; } public int Twice => 2; }
            class Out { public string? Id { get; init; } }
            """).Nodes[1];
        Assert.Equal(["UserName", "trade_day", "id"], node.Reads!);
    }

    [Fact]
    public void A_constructor_may_say_that_it_sets_what_is_required()
    {
        var node = (ProgramNode)_feature.Plan("""
            static class S { public static Out Run(In row) => new(row.Id); }
            class In
            {
                [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public In(long id) => (Id, Note) = (id, "none");
                public long Id { get; }
                public required string Note;
            }
            record Out(long Id);
            """).Nodes[1];
        Assert.Equal(["id"], node.Reads!);
    }

    [Theory]
    [InlineData("IEnumerable<Out> Run(IEnumerable<In> rows) { foreach (var row in rows) yield return new(row.Id); }")]
    [InlineData("Out[] Run(In row) => [new(row.Id), new(row.Id)];")]
    [InlineData("Out Run(In row) => new(row.Id);")]
    [InlineData("List<Out> Run(IEnumerable<In> rows) => rows.Select(row => new Out(row.Id)).ToList();")]
    public void A_method_may_take_one_record_or_all(string method) =>
        Assert.Equal("S.Run", ((ProgramNode)_feature.Plan($"static class S {{ public static {method} }} record struct In(long Id); record Out(long Id);").Nodes[1]).Method);

    [Fact]
    public void A_missing_struct_is_a_record_that_is_left_out() =>
        _feature.Plan("static class S { public static Out? Run(In row) => row.Id > 1 ? new Out(row.Id) : null; } record In(long Id); record struct Out(long Id);");

    [Fact]
    public void The_compiler_warns_also_when_it_is_not_asked_again()
    {
        const string Doubtful = "static class S { public static Out Run(In row) => new(row.Name); } record In([property: Column(\"UserName\")] string? Name); record Out(string Name);";
        foreach (var found in new[] { _feature.Read(Doubtful), _feature.Read(Doubtful) })
        {
            var doubt = Assert.Single(found.Diagnostics);
            Assert.Equal((CSharpErrors.Doubt, false, new SourceSpan(CSharpFeature.File, 1, 55, 8)), (doubt.Definition, doubt.IsError, doubt.At!));
            Assert.StartsWith("CS8604: ", doubt.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_program_in_CSharp_is_told_what_to_write()
    {
        using var feature = new PlannedFeature();
        feature.Write("steps/S.cs", "class S;");
        var error = feature.RefuseSteps("""
            Given a table "trade" from "parquet://data/trades" under contract "contracts/trade.odcs.yaml" as trades
            When trades are transformed by the program "steps/S.cs" as made
              | column | type |
              | id     | text |
            Then made goes to "parquet://out/all"
            """);
        Assert.Contains("write: by the C# step \"steps/S.cs\"", error.Message, StringComparison.Ordinal);
    }
}
