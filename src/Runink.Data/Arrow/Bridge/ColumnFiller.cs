using Runink.Data.Arrow.Memory;
using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>
/// Writes rows of one column into a vector of the engine, by blocks of rows. What the engine trusts without looking (UTF-8, the
/// digits of a decimal) is checked on the way. For one thread.
/// </summary>
internal abstract unsafe class ColumnFiller
{
    /// <summary>
    /// Writes rows from <paramref name="start"/> on to the beginning of a vector that has room for them. Texts are not copied:
    /// the column must stay until the engine asks for more.
    /// </summary>
    /// <param name="column">Where the rows come from.</param>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="vector">Where they go.</param>
    /// <param name="outer">
    /// The validity of the struct or array around the values, since inside a NULL the engine wants NULLs; or null.
    /// </param>
    internal void Fill(ArrowColumn column, int start, int count, nint vector, ulong* outer)
    {
        var mask = WriteMask(column, start, count, vector, outer);
        FillValues(column, start, count, vector, mask);
    }

    protected abstract void FillValues(ArrowColumn column, int start, int count, nint vector, ulong* mask);

    protected static bool IsValid(ulong* mask, int row) => mask is null || (mask[row >> 6] >> (row & 63) & 1) != 0;

    private static ulong* WriteMask(ArrowColumn column, int start, int count, nint vector, ulong* outer)
    {
        if (column.NullCount == 0 && outer is null) return null;
        DuckDb.duckdb_vector_ensure_validity_writable(vector);
        var mask = DuckDb.duckdb_vector_get_validity(vector);
        var words = (count + 63) / 64;
        if (column.Validity.IsEmpty && column.NullCount > 0) new Span<ulong>(mask, words).Clear();
        else if (column.NullCount > 0) BitSpan.Copy(column.Validity.Span, start, new Span<byte>(mask, words * 8), 0, count);
        for (var word = 0; word < words && outer is not null; word++) mask[word] &= outer[word];
        return mask;
    }
}
