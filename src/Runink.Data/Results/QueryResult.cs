using Runink.Data.Engines;
using Runink.Data.Native;
using Runink.Data.Vectors;

namespace Runink.Data.Results;

/// <summary>
/// What a statement returned, read chunk by chunk, once. Used by one thread; dispose it before the next statement of a
/// connection when it streams.
/// </summary>
public sealed unsafe class QueryResult : IDisposable
{
    private readonly EngineConnection _connection;
    private readonly string _sql;
    private readonly ResultHandle _handle = new();
    private readonly CancellationTokenRegistration _interruption;
    private readonly CancellationToken _cancellation;
    private IReadOnlyList<EngineColumn>? _columns;

    internal QueryResult(
        EngineConnection connection, string sql, CancellationTokenRegistration interruption, CancellationToken cancellation)
    {
        _connection = connection;
        _sql = sql;
        _interruption = interruption;
        _cancellation = cancellation;
    }

    /// <summary>Names and types of its columns.</summary>
    public IReadOnlyList<EngineColumn> Columns => _columns ??= ReadColumns();

    /// <summary>How many rows an INSERT, UPDATE, DELETE or COPY changed; 0 for queries.</summary>
    public long RowsChanged { get; private set; }

    /// <summary>The next rows, which the caller disposes, or null at the end.</summary>
    /// <exception cref="EngineException">The query failed on the way (streaming only).</exception>
    /// <exception cref="OperationCanceledException">Interrupted through the token.</exception>
    public DataChunk? NextChunk()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        var chunk = DuckDb.duckdb_fetch_chunk(*_handle.Pointer);
        if (!chunk.IsInvalid) return new DataChunk(chunk);
        chunk.Dispose();
        if (_connection.OpenStream == this) _connection.OpenStream = null;
        ThrowOnError();
        return null;
    }

    /// <summary>All remaining chunks, each valid until the next one is asked for.</summary>
    public IEnumerable<DataChunk> Chunks()
    {
        while (NextChunk() is { } chunk)
        {
            using (chunk) yield return chunk;
        }
    }

    /// <summary>All remaining rows as .NET values: for small results. See docs/internals/engine.md for the types.</summary>
    public IEnumerable<object?[]> Rows()
    {
        using var readers = new RowReader(this);
        foreach (var chunk in Chunks())
        {
            for (var row = 0; row < chunk.RowCount; row++) yield return readers.Read(chunk, row);
        }
    }

    /// <summary>The first value of the first row, or null when there is none.</summary>
    public object? Scalar() => Rows().FirstOrDefault()?[0];

    /// <summary>Frees the result, and ends its query if it still streams.</summary>
    public void Dispose()
    {
        _interruption.Dispose();
        _handle.Dispose();
        if (_connection.OpenStream == this) _connection.EndStream();
    }

    internal void Start(PendingHandle pending, bool streaming)
    {
        _connection.OpenStream = null;
        if (DuckDb.duckdb_execute_pending(pending, _handle.Pointer) != DuckDb.Success) ThrowOnError();
        if (streaming) _connection.OpenStream = this;
        else _interruption.Dispose();
        const int changedRows = 1;
        if (DuckDb.duckdb_result_return_type(*_handle.Pointer) == changedRows)
            RowsChanged = (long)DuckDb.duckdb_rows_changed(_handle.Pointer);
    }

    internal LogicalTypeHandle TypeOf(int column) => DuckDb.duckdb_column_logical_type(_handle.Pointer, (ulong)column);

    private void ThrowOnError()
    {
        var report = DuckDb.duckdb_result_error(_handle.Pointer);
        if (report == 0) return;
        var failure = _connection.Failure(report, _sql);
        if (failure.Type == EngineErrorType.Interrupt && _cancellation.IsCancellationRequested)
            throw new OperationCanceledException("the query was interrupted", failure, _cancellation);
        throw failure;
    }

    private EngineColumn[] ReadColumns()
    {
        var columns = new EngineColumn[DuckDb.duckdb_column_count(_handle.Pointer)];
        for (var i = 0; i < columns.Length; i++)
        {
            using var type = TypeOf(i);
            var name = DuckDb.Text(DuckDb.duckdb_column_name(_handle.Pointer, (ulong)i));
            columns[i] = new EngineColumn(name ?? "", TypeText.Of(type));
        }
        return columns;
    }
}
