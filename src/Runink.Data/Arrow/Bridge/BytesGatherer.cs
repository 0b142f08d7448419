using System.Runtime.CompilerServices;
using Runink.Data.Arrow.Memory;
using Runink.Data.Native;
using Runink.Data.Vectors;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Collects texts and binaries: their bytes behind each other, and where each begins.</summary>
internal sealed unsafe class BytesGatherer(ArrowField field) : ColumnGatherer(field)
{
    private readonly GrowingBuffer _offsets = new();
    private readonly GrowingBuffer _data = new();

    internal override long Bytes => (long)_data.Length + _offsets.Length;

    protected override void AppendValues(nint vector, int start, int count, ulong* mask)
    {
        var texts = (StringLayout*)DuckDb.duckdb_vector_get_data(vector);
        var total = 0L;
        for (var row = start; row < start + count; row++) total += IsValid(mask, row) ? texts[row].Length : 0;
        if (_offsets.Length == 0) *(int*)_offsets.Append(4) = 0;
        var offsets = (int*)_offsets.Append(count * 4L);
        // Short texts are written as twelve bytes, whatever their length.
        var begin = _data.Reserve(total + StringLayout.MaxInline);
        var end = begin;
        var before = _data.Length;
        for (var row = start; row < start + count; row++)
        {
            if (IsValid(mask, row))
            {
                var length = texts[row].Length;
                Copy(texts + row, end, length);
                end += length;
            }
            *offsets++ = before + (int)(end - begin);
        }
        _data.Advance((int)total);
    }

    protected override ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity)
    {
        if (_offsets.Length == 0) *(int*)_offsets.Append(4) = 0;
        return new(Field, count)
        {
            NullCount = nulls,
            Validity = validity,
            Offsets = _offsets.Detach(memory),
            Data = _data.Detach(memory),
        };
    }

    protected override void Dispose(bool disposing)
    {
        _offsets.Dispose();
        _data.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(StringLayout* text, byte* target, uint length)
    {
        if (length > StringLayout.MaxInline)
        {
            Unsafe.CopyBlockUnaligned(target, text->Pointer, length);
            return;
        }
        *(ulong*)target = *(ulong*)text->Prefix;
        *(uint*)(target + 8) = *(uint*)(text->Prefix + 8);
    }
}
