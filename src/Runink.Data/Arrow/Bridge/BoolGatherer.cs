using Runink.Data.Arrow.Memory;
using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Collects booleans, which are bytes in the engine and bits in Arrow.</summary>
internal sealed unsafe class BoolGatherer(ArrowField field) : ColumnGatherer(field)
{
    private const int Step = 2048;
    private readonly GrowingBuffer _bits = new();

    internal override long Bytes => BitSpan.Bytes(Count);

    protected override void AppendValues(nint vector, int start, int count, ulong* mask)
    {
        var values = (byte*)DuckDb.duckdb_vector_get_data(vector) + start;
        var bits = _bits.Extend(BitSpan.Bytes((long)Count + count));
        Span<byte> packed = stackalloc byte[Step / 8 + 8];
        for (var at = 0; at < count; at += Step)
        {
            var rows = Math.Min(Step, count - at);
            BitSpan.Pack(new ReadOnlySpan<byte>(values + at, rows), packed);
            if (mask is not null) ClearNulls(packed, rows, mask, start + at);
            BitSpan.Copy(packed, 0, bits, Count + at, rows);
        }
    }

    // What stands there in the engine is whatever lay in memory before.
    private static void ClearNulls(Span<byte> packed, int rows, ulong* mask, int from)
    {
        for (var row = 0; row < rows; row++)
        {
            var isValid = (mask[(from + row) >> 6] >> ((from + row) & 63) & 1) != 0;
            if (!isValid) packed[row >> 3] &= (byte)~(1 << (row & 7));
        }
    }

    protected override ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity) =>
        new(Field, count) { NullCount = nulls, Validity = validity, Data = _bits.Detach(memory) };

    protected override void Dispose(bool disposing) => _bits.Dispose();
}
