using System.Buffers;

namespace Runink.Rpc;

/// <summary>Bytes that are added at the end and taken from the start. What grew large is not kept. Not thread-safe.</summary>
internal sealed class ByteBuffer : IBufferWriter<byte>
{
    private const int SmallestArray = 256;
    private const int LargestKept = 4096;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(_start, Length);

    /// <summary>Valid until something is added or cleared.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(_start, Length);

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_end);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_end);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _end);
        _end += count;
    }

    /// <summary>Forgets what was taken.</summary>
    public void Take(int count)
    {
        _start += count;
        if (_start == _end) Clear();
    }

    public void Clear()
    {
        _start = _end = 0;
        if (_bytes.Length <= LargestKept) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Reserve(int size)
    {
        size = Math.Max(size, 1);
        if (_bytes.Length - _end >= size) return;
        var larger = Rent(Math.Max((int)Math.Min(Math.Max(SmallestArray, Length * 2L), Array.MaxLength), checked(Length + size)));
        Written.CopyTo(larger);
        if (_bytes.Length > LargestKept) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _end, _start) = (larger, Length, 0);
    }

    // The pool's arrays are shared with everybody; small ones stay here for good.
    private static byte[] Rent(int size) => size > LargestKept ? ArrayPool<byte>.Shared.Rent(size) : new byte[size];
}
