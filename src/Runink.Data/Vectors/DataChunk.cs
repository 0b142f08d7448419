using Runink.Data.Native;

namespace Runink.Data.Vectors;

/// <summary>Up to 2,048 rows, column by column, in the engine's own memory. Its vectors die with it.</summary>
public sealed class DataChunk : IDisposable
{
    private readonly ChunkHandle? _owned;
    private readonly nint _chunk;

    internal DataChunk(ChunkHandle owned)
        : this(owned.DangerousGetHandle()) => _owned = owned;

    /// <summary>A chunk that the engine lends for the time of one call.</summary>
    internal DataChunk(nint borrowed)
    {
        _chunk = borrowed;
        RowCount = (int)DuckDb.duckdb_data_chunk_get_size(borrowed);
        ColumnCount = (int)DuckDb.duckdb_data_chunk_get_column_count(borrowed);
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>One column.</summary>
    public Vector this[int column]
    {
        get
        {
            ObjectDisposedException.ThrowIf(_owned is { IsClosed: true }, this);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)ColumnCount);
            return new Vector(DuckDb.duckdb_data_chunk_get_vector(_chunk, (ulong)column), RowCount);
        }
    }

    /// <summary>Gives the rows back to the engine.</summary>
    public void Dispose() => _owned?.Dispose();
}
