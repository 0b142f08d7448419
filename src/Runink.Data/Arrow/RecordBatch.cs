using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow;

/// <summary>
/// Rows, column by column. Owns the memory of its columns, which goes back to a pool with <see cref="Dispose"/>: after that
/// nothing of them may be used. Thread-safe for readers.
/// </summary>
public sealed class RecordBatch : IDisposable
{
    private readonly IReadOnlyList<ArrowColumn> _columns;
    private BatchMemory? _memory;

    internal RecordBatch(ArrowSchema schema, int rowCount, IReadOnlyList<ArrowColumn> columns, BatchMemory memory)
    {
        Schema = schema;
        RowCount = rowCount;
        _columns = columns;
        _memory = memory;
    }

    /// <summary>Names and types of its columns.</summary>
    public ArrowSchema Schema { get; }

    /// <summary>The number of rows; also a batch without columns has one.</summary>
    public int RowCount { get; }

    /// <summary>Notes that came with this batch.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>The columns.</summary>
    /// <exception cref="ObjectDisposedException">The memory is given back.</exception>
    public IReadOnlyList<ArrowColumn> Columns
    {
        get
        {
            ObjectDisposedException.ThrowIf(_memory is null, this);
            return _columns;
        }
    }

    /// <summary>Gives the memory back; calling it again does nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref _memory, null)?.Dispose();
}
