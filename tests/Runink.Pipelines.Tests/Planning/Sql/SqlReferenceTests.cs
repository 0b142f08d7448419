using System.Text;
using Runink.Pipelines.Planning.Sql;

namespace Runink.Pipelines.Tests.Planning.Sql;

/// <summary>docs/reference/sql.md lists exactly the functions that are allowed.</summary>
public sealed class SqlReferenceTests
{
    private const string Start = "<!-- functions: made from functions.txt -->\n";

    private static string Page => Path.Combine(RepositoryFiles.Root, "docs/reference/sql.md");

    [Fact]
    public void The_reference_lists_the_allowed_functions()
    {
        var text = File.ReadAllText(Page);
        var head = text[..(text.IndexOf(Start, StringComparison.Ordinal) + Start.Length)];
        if (Environment.GetEnvironmentVariable("RUNINK_GOLDEN") == "write") File.WriteAllText(Page, head + List());
        Assert.Equal(head + List(), File.ReadAllText(Page));
    }

    [Fact]
    public void Every_listed_function_is_known_to_the_engine()
    {
        using var engine = Data.Engines.Engine.Open(new() { MemoryLimitBytes = 64L << 20, Threads = 1, SpillDirectory = Path.GetTempPath() });
        using var connection = engine.Connect();
        using var result = connection.Query(
            "SELECT DISTINCT lower(function_name) FROM duckdb_functions()", TestContext.Current.CancellationToken);
        var known = result.Rows().Select(row => (string)row[0]!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string[] grammar = ["coalesce", "ifnull", "if", "!", "->", "^"];
        var listed = SqlFunctions.Groups.SelectMany(group => group.Names).Select(name => name is "/" or "//" ? name : name.Split('/')[0]);
        Assert.Equal("", string.Join(" ", listed.Where(name => !known.Contains(name) && !grammar.Contains(name))));
    }

    private static string List()
    {
        var text = new StringBuilder();
        foreach (var (group, names) in SqlFunctions.Groups)
        {
            text.Append("\n**").Append(char.ToUpperInvariant(group[0])).Append(group.AsSpan(1)).Append("**: ");
            text.AppendJoin(", ", names.Select(name => $"`{name.Replace("|", "\\|", StringComparison.Ordinal)}`")).Append('\n');
        }

        return text.ToString();
    }
}
