using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Writes the engine's ARRAY. Inside a NULL, all its values are NULL.</summary>
internal sealed unsafe class FixedListFiller(int size, ColumnFiller child) : ColumnFiller
{
    protected override void FillValues(ArrowColumn column, int start, int count, nint vector, ulong* mask)
    {
        var values = DuckDb.duckdb_array_vector_get_child(vector);
        ulong[] outer = mask is null ? [] : Spread(count, mask);
        fixed (ulong* words = outer) child.Fill(column.Children[0], start * size, count * size, values, words);
    }

    private ulong[] Spread(int count, ulong* mask)
    {
        var words = new ulong[(count * size + 63) / 64];
        for (var value = 0; value < count * size; value++)
        {
            if (IsValid(mask, value / size)) words[value >> 6] |= 1UL << (value & 63);
        }
        return words;
    }
}
