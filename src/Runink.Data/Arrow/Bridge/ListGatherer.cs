using Runink.Data.Arrow.Memory;
using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Collects lists and maps. In the engine, rows point anywhere into the child; here they follow each other.</summary>
internal sealed unsafe class ListGatherer(ArrowField field, ColumnGatherer child) : ColumnGatherer(field)
{
    private readonly GrowingBuffer _offsets = new();

    internal override long Bytes => child.Bytes + _offsets.Length;

    protected override void AppendValues(nint vector, int start, int count, ulong* mask)
    {
        var entries = (ListEntry*)DuckDb.duckdb_vector_get_data(vector);
        var values = DuckDb.duckdb_list_vector_get_child(vector);
        if (_offsets.Length == 0) *(int*)_offsets.Append(4) = 0;
        var offsets = (int*)_offsets.Append(count * 4L);
        var end = child.Count;
        // Rows that follow each other in the child are copied together.
        ulong runStart = 0, runEnd = 0;
        for (var row = start; row < start + count; row++)
        {
            if (IsValid(mask, row) && entries[row].Length > 0)
            {
                var entry = entries[row];
                if (entry.Offset != runEnd)
                {
                    AppendRun(values, runStart, runEnd);
                    runStart = entry.Offset;
                }
                runEnd = entry.Offset + entry.Length;
                end = checked(end + (int)entry.Length);
            }
            *offsets++ = end;
        }
        AppendRun(values, runStart, runEnd);
    }

    protected override ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity)
    {
        if (_offsets.Length == 0) *(int*)_offsets.Append(4) = 0;
        return new(Field, count)
        {
            NullCount = nulls,
            Validity = validity,
            Offsets = _offsets.Detach(memory),
            Children = [child.Finish(memory)],
        };
    }

    protected override void Dispose(bool disposing)
    {
        _offsets.Dispose();
        child.Dispose();
    }

    private void AppendRun(nint values, ulong start, ulong end)
    {
        if (end > start) child.Append(values, checked((int)start), checked((int)(end - start)));
    }
}
