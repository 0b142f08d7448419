using Runink.Data.Native;
using Runink.Data.Vectors;

namespace Runink.Data.Functions;

/// <summary>The empty rows that a reader fills. Valid for the time of one call.</summary>
public readonly ref struct TableOutput
{
    private readonly nint _chunk;

    internal TableOutput(nint chunk) => _chunk = chunk;

    /// <summary>The most rows that fit.</summary>
    public static int Capacity { get; } = (int)DuckDb.duckdb_vector_size();

    /// <summary>A column, by its place in the projection. Get it once per call, not once per row.</summary>
    public OutputVector this[int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
                (uint)column, DuckDb.duckdb_data_chunk_get_column_count(_chunk));
            return new OutputVector(DuckDb.duckdb_data_chunk_get_vector(_chunk, (ulong)column), Capacity);
        }
    }

    internal void SetRows(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)Capacity);
        DuckDb.duckdb_data_chunk_set_size(_chunk, (ulong)rows);
    }
}
