using Runink.Data.Native;

namespace Runink.Data.Vectors;

/// <summary>One column of a chunk, read in place. Valid as long as its chunk.</summary>
public readonly unsafe ref struct Vector
{
    private readonly void* _data;
    private readonly ulong* _validity;

    internal Vector(nint vector, int rows)
    {
        Handle = vector;
        RowCount = rows;
        _data = DuckDb.duckdb_vector_get_data(vector);
        _validity = DuckDb.duckdb_vector_get_validity(vector);
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>One bit per row, set when the row is not NULL; empty when no row is.</summary>
    public ReadOnlySpan<ulong> Validity => _validity is null ? default : new(_validity, ValidityMask.Words(RowCount));

    internal nint Handle { get; }

    /// <summary>Whether a row is NULL.</summary>
    public bool IsNull(int row) => !ValidityMask.IsValid(Validity, row);

    /// <summary>
    /// The values as they lie in memory; what stands at a NULL is undefined. <typeparamref name="T"/> is the storage of the
    /// type: <c>byte</c> or <c>bool</c> for BOOLEAN, <c>int</c> days for DATE, <c>long</c> microseconds for TIMESTAMP, the scaled
    /// integer for DECIMAL (short to 4 digits, int to 9, long to 18, else <see cref="Int128"/>).
    /// </summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => new(_data, RowCount);

    /// <summary>The texts of a VARCHAR or the bytes of a BLOB column.</summary>
    public StringVector Strings() => new((StringLayout*)_data, _validity, RowCount);
}
