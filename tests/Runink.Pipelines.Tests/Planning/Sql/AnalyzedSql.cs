using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Tests.Planning.Sql;

/// <summary>Analyses statements over two flows, <c>trades</c> and <c>quotes</c>.</summary>
internal static class AnalyzedSql
{
    // Opened once for all tests: an engine takes 40 ms.
    private static readonly SqlEngine Engine = new(Path.GetTempPath());

    public static readonly SourceSpan At = new("features/t.feature", 10, 7);

    public static readonly IReadOnlyList<SqlInput> Inputs =
    [
        new("trades",
        [
            new("trade_id", ColumnType.Text), new("symbol", ColumnType.Text), new("price", ColumnType.Float64), new("quantity", ColumnType.Int64),
            new("day", ColumnType.Date), new("tags", ColumnType.ListOf(ColumnType.Text)), new("email", ColumnType.Text),
            new("place", ColumnType.StructOf(new StructField("city", ColumnType.Text), new StructField("zip", ColumnType.Text))),
        ]),
        new("quotes", [new("symbol", ColumnType.Text), new("bid", ColumnType.Float64), new("day", ColumnType.Date)]),
    ];

    public static (SqlAnalysis? Analysis, List<Diagnostic> Diagnostics) Run(string sql, params string[] flows)
    {
        var diagnostics = new List<Diagnostic>();
        var inputs = flows.Length == 0 ? Inputs : [.. Inputs.Where(input => flows.Contains(input.Name))];
        lock (Engine) return (new SqlAnalyzer(Engine).Analyze(SqlSource.FromBlock(sql, At), inputs, diagnostics), diagnostics);
    }

    public static (bool Passed, List<Diagnostic> Diagnostics) CheckCondition(string condition)
    {
        var diagnostics = new List<Diagnostic>();
        lock (Engine) return (new SqlAnalyzer(Engine).CheckCondition(SqlSource.FromValue(condition, At), Inputs[0], diagnostics), diagnostics);
    }

    public static SqlAnalysis Accept(string sql, params string[] flows)
    {
        var (analysis, diagnostics) = Run(sql, flows);
        Assert.True(analysis is not null, string.Join('\n', diagnostics.Select(found => found.Message)));
        return analysis;
    }

    public static Diagnostic Refuse(string sql)
    {
        var (analysis, diagnostics) = Run(sql);
        Assert.True(analysis is null, $"accepted: {sql}");
        return Assert.Single(diagnostics, found => found.IsError);
    }
}
