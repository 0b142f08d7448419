using Runink.Data.Native;

namespace Runink.Data.Vectors;

/// <summary>One column that a function fills in place. Valid for the time of one call.</summary>
public unsafe ref struct OutputVector
{
    private readonly nint _vector;
    private readonly void* _data;
    private ulong* _validity;

    internal OutputVector(nint vector, int rows)
    {
        _vector = vector;
        RowCount = rows;
        _data = DuckDb.duckdb_vector_get_data(vector);
    }

    /// <summary>The number of rows to write, or for a table function the most that fit.</summary>
    public int RowCount { get; }

    internal readonly nint Handle => _vector;

    /// <summary>The values to write, in the storage of the type: see <see cref="Vector.Values{T}"/>.</summary>
    public readonly Span<T> Values<T>()
        where T : unmanaged => new(_data, RowCount);

    /// <summary>The bit mask of rows that are not NULL, to be written in bulk: one bit per row, set when it is not NULL.</summary>
    public Span<ulong> ValidityWords() => new(WritableValidity(), ValidityMask.Words(RowCount));

    /// <summary>Makes a row NULL; the others are not unless they are made so.</summary>
    public void SetNull(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount);
        WritableValidity()[row >> 6] &= ~(1UL << (row & 63));
    }

    /// <summary>Writes one text, copied. For whole columns <see cref="Write"/> is faster.</summary>
    /// <exception cref="ArgumentException">The text is not UTF-8.</exception>
    public readonly void SetString(int row, ReadOnlySpan<byte> utf8)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount);
        StringBatch.RequireUtf8(utf8);
        fixed (byte* text = utf8)
            DuckDb.duckdb_unsafe_vector_assign_string_element_len(_vector, (ulong)row, text, (ulong)utf8.Length);
    }

    /// <summary>Writes a batch of texts, one per row, with one copy of their bytes.</summary>
    /// <exception cref="ArgumentException">The batch has another number of rows, or is not UTF-8.</exception>
    public void Write(StringBatch batch)
    {
        if (batch.Count != RowCount)
            throw new ArgumentException($"the batch holds {batch.Count} texts for {RowCount} rows", nameof(batch));
        batch.CopyTo(_vector, Strings());
        for (var row = 0; row < RowCount && batch.HasNulls; row++)
        {
            if (batch.IsNull(row)) SetNull(row);
        }
    }

    /// <summary>
    /// For table functions: writes texts that stay where they are; see <see cref="StringColumnWriter"/> for how long they must.
    /// </summary>
    public readonly StringColumnWriter Strings() => new((StringLayout*)_data, RowCount);

    internal void InheritNulls(Vector argument)
    {
        var mask = argument.Validity;
        if (mask.IsEmpty) return;
        var own = WritableValidity();
        for (var word = 0; word < mask.Length; word++) own[word] &= mask[word];
    }

    private ulong* WritableValidity()
    {
        if (_validity is not null) return _validity;
        DuckDb.duckdb_vector_ensure_validity_writable(_vector);
        return _validity = DuckDb.duckdb_vector_get_validity(_vector);
    }
}
