using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Writes structs, field by field. Inside a NULL, all fields are NULL.</summary>
internal sealed unsafe class StructFiller(IReadOnlyList<ColumnFiller> children) : ColumnFiller
{
    protected override void FillValues(ArrowColumn column, int start, int count, nint vector, ulong* mask)
    {
        for (var i = 0; i < children.Count; i++)
            children[i].Fill(column.Children[i], start, count, DuckDb.duckdb_struct_vector_get_child(vector, (ulong)i), mask);
    }
}
