using System.Runtime.InteropServices;
using System.Text;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Rows;

/// <summary>Collects values of no fixed width: their bytes behind each other, and where each begins. Null is NULL, whatever the field says.</summary>
internal abstract class VariableBuilder<T>(ArrowField field, int rows) : ColumnBuilder<T>(field, rows)
    where T : class
{
    // One column of one batch has less than 2 GiB; so much is left to a value that is itself larger than a batch.
    private const int LengthMax = 1 << 30;
    private readonly int[] _offsets = new int[rows + 1];
    private byte[] _data = new byte[4096];

    internal override Delegate Setter => (Action<T?>)(value =>
    {
        if (value is null) PutNull();
        else Append(value);
    });

    internal override long Bytes => _offsets[Count];

    protected override void Append(T value)
    {
        var start = _offsets[Count];
        var room = BytesMax(value);
        if (room > LengthMax - start)
        {
            PutUnfit();
            return;
        }

        if (_data.Length - start < room) Array.Resize(ref _data, (int)Math.Min(LengthMax, Math.Max(start + room, _data.Length * 2L)));
        _offsets[Count + 1] = start + Write(value, _data.AsSpan(start));
        Put();
    }

    /// <summary>The bytes that a value takes at most.</summary>
    protected abstract long BytesMax(T value);

    /// <summary>Writes a value, and says how many bytes it took.</summary>
    protected abstract int Write(T value, Span<byte> target);

    protected override void PutNothing() => _offsets[Count + 1] = _offsets[Count];

    protected override ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity)
    {
        var offsets = Copied(MemoryMarshal.AsBytes(_offsets.AsSpan(0, count + 1)), memory);
        var data = Copied(_data.AsSpan(0, _offsets[count]), memory);
        return new ArrowColumn(Field, count) { NullCount = nulls, Validity = validity, Offsets = offsets, Data = data };
    }

    private static ReadOnlyMemory<byte> Copied(ReadOnlySpan<byte> bytes, BatchMemory memory)
    {
        var copy = memory.Rent(bytes.Length);
        bytes.CopyTo(copy.Span);
        return copy[..bytes.Length];
    }
}

/// <summary>Collects texts.</summary>
internal sealed class Utf8Builder(ArrowField field, int rows) : VariableBuilder<string>(field, rows)
{
    protected override long BytesMax(string value) => value.Length * 3L;

    protected override int Write(string value, Span<byte> target) => Encoding.UTF8.GetBytes(value, target);
}

/// <summary>Collects binaries.</summary>
internal sealed class BytesBuilder(ArrowField field, int rows) : VariableBuilder<byte[]>(field, rows)
{
    protected override long BytesMax(byte[] value) => value.Length;

    protected override int Write(byte[] value, Span<byte> target)
    {
        value.CopyTo(target);
        return value.Length;
    }
}
