using System.Runtime.InteropServices;
using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Writes lists and maps: the rows' places, and all their values as one block of the child.</summary>
internal sealed unsafe class ListFiller(ColumnFiller child) : ColumnFiller
{
    protected override void FillValues(ArrowColumn column, int start, int count, nint vector, ulong* mask)
    {
        var entries = new Span<ListEntry>(DuckDb.duckdb_vector_get_data(vector), count);
        var first = column.Offset(start);
        if (column.Field.Type.Layout == ColumnLayout.LargeList)
        {
            var offsets = MemoryMarshal.Cast<byte, long>(column.Offsets.Span).Slice(start, count + 1);
            for (var row = 0; row < count; row++) entries[row] = Entry(offsets[row] - first, offsets[row + 1] - offsets[row]);
        }
        else
        {
            var offsets = MemoryMarshal.Cast<byte, int>(column.Offsets.Span).Slice(start, count + 1);
            for (var row = 0; row < count; row++) entries[row] = Entry(offsets[row] - first, offsets[row + 1] - offsets[row]);
        }
        var values = column.Offset(start + count) - first;
        if (DuckDb.duckdb_list_vector_reserve(vector, (ulong)values) != DuckDb.Success
            || DuckDb.duckdb_list_vector_set_size(vector, (ulong)values) != DuckDb.Success)
            throw new InvalidOperationException($"the engine has no room for {values} values of lists");
        // Making room moves the child's memory, so it is asked for only now.
        child.Fill(column.Children[0], first, values, DuckDb.duckdb_list_vector_get_child(vector), outer: null);
    }

    private static ListEntry Entry(long offset, long length) => new() { Offset = (ulong)offset, Length = (ulong)length };
}
