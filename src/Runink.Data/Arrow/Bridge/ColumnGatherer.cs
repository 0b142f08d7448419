using Runink.Data.Arrow.Memory;
using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>
/// Collects one column of many chunks in Arrow's layout, by blocks of rows and straight out of the engine's vectors. For one
/// thread.
/// </summary>
internal abstract unsafe class ColumnGatherer(ArrowField field) : IDisposable
{
    private readonly GrowingBuffer _validity = new();
    private bool _hasMask;

    /// <summary>The column's name and type in Arrow.</summary>
    internal ArrowField Field { get; } = field;

    /// <summary>The rows collected so far.</summary>
    internal int Count { get; private set; }

    /// <summary>About how many bytes they take.</summary>
    internal abstract long Bytes { get; }

    /// <summary>Adds rows of a vector.</summary>
    internal void Append(nint vector, int start, int count)
    {
        var mask = DuckDb.duckdb_vector_get_validity(vector);
        AppendValues(vector, start, count, mask);
        AppendValidity(mask, start, count);
        Count = checked(Count + count);
    }

    /// <summary>Makes the column out of all rows, hands their memory to the batch, and begins anew.</summary>
    internal ArrowColumn Finish(BatchMemory memory)
    {
        var count = Count;
        ReadOnlyMemory<byte> validity = default;
        var nulls = 0;
        if (_hasMask)
        {
            validity = _validity.Detach(memory);
            nulls = count - BitSpan.Count(validity.Span, count);
        }
        _hasMask = false;
        Count = 0;
        return MakeColumn(memory, count, nulls, nulls == 0 ? default : validity);
    }

    public void Dispose()
    {
        _validity.Dispose();
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void AppendValues(nint vector, int start, int count, ulong* mask);

    protected abstract ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity);

    protected abstract void Dispose(bool disposing);

    protected static bool IsValid(ulong* mask, int row) => mask is null || (mask[row >> 6] >> (row & 63) & 1) != 0;

    private void AppendValidity(ulong* mask, int start, int count)
    {
        if (mask is null && !_hasMask) return;
        var bits = _validity.Extend(BitSpan.Bytes((long)Count + count));
        if (!_hasMask) BitSpan.Set(bits, 0, Count);
        _hasMask = true;
        if (mask is null) BitSpan.Set(bits, Count, count);
        else BitSpan.Copy(new ReadOnlySpan<byte>(mask, (start + count + 63) / 64 * 8), start, bits, Count, count);
    }
}
