using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Counts rows of a column that only holds NULLs.</summary>
internal sealed unsafe class NullGatherer(ArrowField field) : ColumnGatherer(field)
{
    internal override long Bytes => 0;

    protected override void AppendValues(nint vector, int start, int count, ulong* mask)
    {
    }

    protected override ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity) =>
        new(Field, count);

    protected override void Dispose(bool disposing)
    {
    }
}
