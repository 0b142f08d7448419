using Runink.Data.Arrow.Memory;
using Runink.Data.Results;

namespace Runink.Data.Arrow.Bridge;

/// <summary>
/// Reads a result of the engine as Arrow batches: chunks of 2,048 rows are put together until a batch is large enough to be
/// worth a message. For one thread; owns neither the result nor the batches that it hands out.
/// </summary>
public sealed class ArrowResultReader : IDisposable
{
    /// <summary>The rows after which a batch is full: few enough that it is still in the processor's cache when it is written.</summary>
    public const int DefaultRows = 16 << 10;

    /// <summary>The bytes after which a batch is full, however few rows it has.</summary>
    public const long DefaultBytes = 8 << 20;

    private readonly QueryResult _result;
    private readonly ColumnGatherer[] _columns;
    private readonly int _rows;
    private readonly long _bytes;
    private bool _isAtEnd;

    /// <summary>Takes the columns of a result that nobody else reads.</summary>
    /// <param name="result">What a query returned, best streaming.</param>
    /// <param name="rows">The rows after which a batch is full; it may have up to a chunk more.</param>
    /// <param name="bytes">The bytes after which a batch is full; it may have up to a chunk more.</param>
    /// <exception cref="Engines.EngineException">A column has a type that Arrow has no place for.</exception>
    public ArrowResultReader(QueryResult result, int rows = DefaultRows, long bytes = DefaultBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        _result = result;
        _rows = rows;
        _bytes = bytes;
        var gatherers = new Gatherers();
        _columns = [.. result.Columns.Select((column, i) =>
        {
            using var type = result.TypeOf(i);
            return gatherers.For(column.Name, type);
        })];
        Schema = new ArrowSchema([.. _columns.Select(column => column.Field)]);
    }

    /// <summary>Names and types of the columns.</summary>
    public ArrowSchema Schema { get; }

    /// <summary>The next batch, which the caller disposes, or null at the end.</summary>
    /// <exception cref="Engines.EngineException">The query failed on the way.</exception>
    /// <exception cref="OperationCanceledException">The query was interrupted through its token.</exception>
    public RecordBatch? Read()
    {
        var rows = 0;
        while (!_isAtEnd && rows < _rows && _columns.Sum(column => column.Bytes) < _bytes)
        {
            using var chunk = _result.NextChunk();
            _isAtEnd = chunk is null;
            if (chunk is null) break;
            for (var i = 0; i < _columns.Length; i++) _columns[i].Append(chunk[i].Handle, 0, chunk.RowCount);
            rows += chunk.RowCount;
        }
        if (rows == 0) return null;
        var memory = new BatchMemory();
        return new RecordBatch(Schema, rows, [.. _columns.Select(column => column.Finish(memory))], memory);
    }

    /// <summary>Frees what was collected and not handed out.</summary>
    public void Dispose()
    {
        foreach (var column in _columns) column.Dispose();
    }
}
