using Runink.Data.Arrow.Memory;
using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Collects structs, field by field.</summary>
internal sealed unsafe class StructGatherer(ArrowField field, IReadOnlyList<ColumnGatherer> children) : ColumnGatherer(field)
{
    internal override long Bytes => children.Sum(child => child.Bytes);

    protected override void AppendValues(nint vector, int start, int count, ulong* mask)
    {
        for (var i = 0; i < children.Count; i++)
            children[i].Append(DuckDb.duckdb_struct_vector_get_child(vector, (ulong)i), start, count);
    }

    protected override ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity) =>
        new(Field, count)
        {
            NullCount = nulls,
            Validity = validity,
            Children = [.. children.Select(child => child.Finish(memory))],
        };

    protected override void Dispose(bool disposing)
    {
        foreach (var child in children) child.Dispose();
    }
}
