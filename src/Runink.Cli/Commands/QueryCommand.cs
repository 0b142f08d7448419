using System.CommandLine;
using System.Text.Json;
using Runink.Cli.Output;
using Runink.Cli.Queries;
using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;
using Runink.Runs.DeadLetters;
using Runink.Runs.Ledger;
using Runink.Store;
using Runink.Store.Journal;
using Runink.Store.Memory;

namespace Runink.Cli.Commands;

/// <summary><c>runi query</c>: asks questions of files, datasets and the ledger with SQL.</summary>
internal sealed class QueryCommand : CliCommand
{
    private const double MemoryShare = 0.5;

    private readonly Argument<string> _sql = new("SQL") { Description = "One SELECT statement." };
    private readonly Option<string> _output = OutputFormat.Option("table", "json", "csv");

    /// <summary>The command.</summary>
    public QueryCommand(Terminal terminal) : base("query", "Ask questions of files, datasets and the ledger with SQL.", "Look inside")
    {
        Add(_sql);
        Add(_output);
        SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(_sql)!, parsed.GetValue(_output)!, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi query \"SELECT region, count(*) FROM trades GROUP BY ALL\"", "A dataset by its last name."),
        new("runi query \"SELECT * FROM 'parquet://out/silver/trades' LIMIT 10\"", "A dataset as the feature names it."),
        new("runi query \"SELECT * FROM 'data/*.csv' LIMIT 10\" -o csv", "Files of the project."),
        new("runi query \"SELECT rule, sum(letters) FROM runink.dead_letters GROUP BY ALL\"", "The ledger: runink.runs, stages, datasets, dead_letters."),
    ];

    private static async Task<int> RunAsync(string sql, string format, Terminal terminal, CancellationToken cancellation)
    {
        var project = Project.Find(Environment.CurrentDirectory);
        var spill = Directory.CreateTempSubdirectory("runi-query-");
        try
        {
            using var engine = Engine.Open(new EngineOptions
            {
                MemoryLimitBytes = (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * MemoryShare),
                Threads = Environment.ProcessorCount,
                SpillDirectory = spill.FullName,
            });
            using var connection = engine.Connect();
            RequireSelect(connection, sql);
            var tables = await DefineTablesAsync(project, connection, sql, cancellation);
            engine.LockDown(new EngineWalls([spill.FullName], tables.AllowedFiles));
            QueryPrinter.Print(connection, sql, format, terminal, cancellation);
            return ExitCodes.Ok;
        }
        catch (EngineException failure)
        {
            throw new RuninkException(QueryErrors.Failed.Error(failure.Message.Trim(), at: null), ExitCodes.BadInput, failure);
        }
        finally
        {
            spill.Delete(recursive: true);
        }
    }

    // Only a SELECT has a serialised form; the engine's parser decides, not a search for keywords.
    private static void RequireSelect(EngineConnection connection, string sql)
    {
        using var result = connection.Query($"SELECT json_serialize_sql({SqlText.Literal(sql)})");
        using var tree = JsonDocument.Parse((string)result.Scalar()!);
        if (!tree.RootElement.GetProperty("error").GetBoolean() && tree.RootElement.GetProperty("statements").GetArrayLength() == 1) return;
        var message = tree.RootElement.TryGetProperty("error_message", out var text) ? text.GetString()! : "there is more than one statement";
        throw new RuninkException(QueryErrors.NotSelect.Error(message.Trim(), at: null), ExitCodes.BadInput);
    }

    private static async Task<QueryTables> DefineTablesAsync(Project project, EngineConnection connection, string sql, CancellationToken cancellation)
    {
        var tables = new QueryTables(project, connection);
        var journal = Path.Combine(project.StatePath, "journal");
        // A project without runs has no journal, and asking a question makes none.
        await using IStore store = Directory.Exists(journal)
            ? await JournalStore.OpenAsync(journal, cancellationToken: cancellation)
            : new MemoryStore();
        var ledger = new RunLedger(store);
        var letters = new DeadLetterReader(project, ledger);
        var queues = (await letters.ListAsync(cancellation: cancellation)).Select(summary => summary.Dataset.Identity).ToHashSet(StringComparer.Ordinal);
        tables.Define(sql, await ledger.DatasetsAsync(cancellation), queues);
        if (LedgerTables.AreNamedIn(sql)) await new LedgerTables(connection, ledger).DefineAsync(letters, cancellation);
        return tables;
    }
}
