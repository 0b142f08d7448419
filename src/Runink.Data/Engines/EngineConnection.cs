using Runink.Data.Native;
using Runink.Data.Results;
using Runink.Data.Sql;

namespace Runink.Data.Engines;

/// <summary>
/// One line of work in an engine: one query at a time, its own transaction and temporary tables. Not thread-safe, except
/// <see cref="Interrupt"/> and <see cref="Progress"/>, which are made for other threads.
/// </summary>
public sealed class EngineConnection : IDisposable
{
    internal EngineConnection(Engine engine, ConnectionHandle handle)
    {
        Engine = engine;
        Handle = handle;
    }

    internal Engine Engine { get; }

    /// <summary>The result that this connection computes while it is read; no other query runs then.</summary>
    internal QueryResult? OpenStream { get; set; }

    internal ConnectionHandle Handle { get; }

    /// <summary>How far the running query is.</summary>
    public QueryProgress Progress
    {
        get
        {
            var progress = DuckDb.duckdb_query_progress(Handle);
            double? percentage = progress.Percentage < 0 ? null : progress.Percentage;
            return new QueryProgress(percentage, (long)progress.RowsProcessed, (long)progress.TotalRows);
        }
    }

    /// <summary>Runs statements, one after the other, and returns the number of rows that the last one changed.</summary>
    /// <exception cref="EngineException">A statement failed; those before it stand.</exception>
    /// <exception cref="OperationCanceledException">Interrupted through the token.</exception>
    public long Execute(string sql, CancellationToken cancellationToken = default)
    {
        using var result = Run(sql, streaming: false, cancellationToken);
        return result.RowsChanged;
    }

    /// <summary>Runs statements and holds the whole result of the last one in memory.</summary>
    /// <exception cref="EngineException">A statement failed; those before it stand.</exception>
    /// <exception cref="OperationCanceledException">Interrupted through the token.</exception>
    public QueryResult Query(string sql, CancellationToken cancellationToken = default) =>
        Run(sql, streaming: false, cancellationToken);

    /// <summary>
    /// Runs statements and computes the result of the last one while it is read. The connection can do nothing else until
    /// it is read to its end or disposed; errors and cancellation may come with any chunk.
    /// </summary>
    public QueryResult Stream(string sql, CancellationToken cancellationToken = default) =>
        Run(sql, streaming: true, cancellationToken);

    /// <summary>Parses, binds and plans one statement, for running it with different values.</summary>
    public PreparedStatement Prepare(string sql)
    {
        using var statements = Extract(sql, out var count);
        if (count != 1)
            throw new EngineException(EngineErrorType.Parser, $"one statement is expected here, and the text holds {count}");
        return Prepare(statements, 0, sql);
    }

    /// <summary>The columns that a query would return, without running it. Types are texts that the engine understands.</summary>
    public IReadOnlyList<EngineColumn> Describe(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Columns;
    }

    /// <summary>Ends the running query with an error as soon as its threads notice. Does nothing when none runs.</summary>
    public void Interrupt() => DuckDb.duckdb_interrupt(Handle);

    /// <summary>Profiles every query of this connection from now on.</summary>
    public void EnableProfiling() => Execute("SET enable_profiling = 'no_output'");

    /// <summary>The profile of the last query, or null without <see cref="EnableProfiling"/>.</summary>
    public ProfileNode? ReadProfile()
    {
        var info = DuckDb.duckdb_get_profiling_info(Handle);
        return info == 0 ? null : ProfileReader.Read(info);
    }

    /// <summary>Closes the connection; an open transaction is rolled back.</summary>
    public void Dispose() => Handle.Dispose();

    internal void EnableProgress() =>
        Execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0");

    /// <summary>The engine ends an abandoned query, and frees its sources, only when the next one is prepared.</summary>
    internal void EndStream()
    {
        OpenStream = null;
        if (Handle.IsClosed) return;
        try
        {
            Prepare("SELECT 1").Dispose();
        }
        catch (EngineException)
        {
            // Only an instance that is beyond use refuses this, and then the query has ended as well.
        }
    }

    internal EngineException Failure(nint report, string sql) =>
        EngineException.Parse(DuckDb.Text(report), sql, Engine.Failures);

    private QueryResult Run(string sql, bool streaming, CancellationToken cancellationToken)
    {
        using var statements = Extract(sql, out var count);
        for (var i = 0UL; i + 1 < count; i++)
        {
            using var statement = Prepare(statements, i, sql);
            statement.Run(streaming: false, cancellationToken).Dispose();
        }
        using var last = Prepare(statements, count - 1, sql);
        return last.Run(streaming, cancellationToken);
    }

    private ExtractedHandle Extract(string sql, out ulong count)
    {
        count = DuckDb.duckdb_extract_statements(Handle, SqlText.Checked(sql), out var statements);
        if (count > 0) return statements;
        using (statements)
        {
            var error = DuckDb.duckdb_extract_statements_error(statements);
            throw error == 0
                ? new EngineException(EngineErrorType.Parser, "the text holds no statement")
                : Failure(error, sql);
        }
    }

    private PreparedStatement Prepare(ExtractedHandle statements, ulong index, string sql)
    {
        var state = DuckDb.duckdb_prepare_extracted_statement(Handle, statements, index, out var prepared);
        if (state == DuckDb.Success) return new PreparedStatement(this, prepared, sql);
        using (prepared)
        {
            throw prepared.IsInvalid
                ? new EngineException(EngineErrorType.Unknown, "the engine could not prepare the statement")
                : Failure(DuckDb.duckdb_prepare_error(prepared), sql);
        }
    }
}
