using Runink.Data.Arrow.Memory;
using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Collects the engine's ARRAY: lists of one length.</summary>
internal sealed unsafe class FixedListGatherer(ArrowField field, int size, ColumnGatherer child) : ColumnGatherer(field)
{
    internal override long Bytes => child.Bytes;

    protected override void AppendValues(nint vector, int start, int count, ulong* mask) =>
        child.Append(DuckDb.duckdb_array_vector_get_child(vector), checked(start * size), checked(count * size));

    protected override ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity) =>
        new(Field, count) { NullCount = nulls, Validity = validity, Children = [child.Finish(memory)] };

    protected override void Dispose(bool disposing) => child.Dispose();
}
