using Runink.Data.Arrow.Memory;
using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>
/// Collects values of a fixed width: as they are, or through a conversion. What stands at a NULL becomes zero, because in the
/// engine it is whatever lay in memory before.
/// </summary>
internal sealed unsafe class FixedGatherer(ArrowField field, int sourceWidth, ValueConversion? conversion = null)
    : ColumnGatherer(field)
{
    private const int Step = 1024;
    private readonly GrowingBuffer _data = new();
    private readonly byte[] _source = conversion is null ? [] : new byte[Step * sourceWidth];

    /// <summary>The values of an ENUM, which the stored numbers point to.</summary>
    internal ArrowColumn? Dictionary { get; init; }

    internal override long Bytes => _data.Length;

    protected override void AppendValues(nint vector, int start, int count, ulong* mask)
    {
        var values = (byte*)DuckDb.duckdb_vector_get_data(vector) + (long)start * sourceWidth;
        var width = Field.Stored.Width;
        var target = _data.Append((long)count * width);
        if (conversion is null)
        {
            Buffer.MemoryCopy(values, target, (long)count * width, (long)count * width);
            if (mask is not null) ClearNulls(target, width, count, mask, start);
            return;
        }
        for (var at = 0; at < count; at += Step)
        {
            var rows = Math.Min(Step, count - at);
            var source = _source.AsSpan(0, rows * sourceWidth);
            new ReadOnlySpan<byte>(values + (long)at * sourceWidth, source.Length).CopyTo(source);
            fixed (byte* first = source)
            {
                if (mask is not null) ClearNulls(first, sourceWidth, rows, mask, start + at);
            }
            conversion(source, new Span<byte>(target + (long)at * width, rows * width), Field.Name);
        }
    }

    protected override ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity) =>
        new(Field, count)
        {
            NullCount = nulls,
            Validity = validity,
            Data = _data.Detach(memory),
            Dictionary = Dictionary,
        };

    protected override void Dispose(bool disposing) => _data.Dispose();

    private static void ClearNulls(byte* values, int width, int count, ulong* mask, int start)
    {
        for (var row = 0; row < count; row++)
        {
            var bit = start + row;
            if ((bit & 63) == 0 && row + 64 <= count && mask[bit >> 6] == ulong.MaxValue)
            {
                row += 63;
                continue;
            }
            if (!IsValid(mask, bit)) new Span<byte>(values + (long)row * width, width).Clear();
        }
    }
}
