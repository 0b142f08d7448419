using System.Runtime.InteropServices;

namespace Runink.Execution.Sources.Blocks;

/// <summary>
/// Unmanaged bytes with a margin on both sides, so that vector loads may begin a little before a value and end a little
/// after it. One owner, one thread at a time.
/// </summary>
internal sealed unsafe class NativeBuffer(NativeMemoryAccount account) : IDisposable
{
    /// <summary>Readable bytes before and after the content: more than the widest vector that starts or ends in it.</summary>
    public const int Margin = 128;

    private const int Alignment = 64;
    private byte* _base;

    public byte* Data => _base + Margin;

    public int Capacity { get; private set; }

    /// <summary>Makes room for at least this many bytes; the content is lost when the buffer has to change.</summary>
    /// <param name="capacity">Bytes needed.</param>
    /// <param name="keepUpTo">A buffer larger than this is given back when less is needed.</param>
    public void Reserve(int capacity, int keepUpTo)
    {
        if (capacity <= Capacity && Capacity <= Math.Max(capacity, keepUpTo)) return;
        Free();
        Resize(capacity);
    }

    /// <summary>Makes room for at least this many bytes and keeps the content.</summary>
    public void Grow(int capacity)
    {
        if (capacity > Capacity) Resize(capacity);
    }

    public void Dispose() => Free();

    private void Resize(int capacity)
    {
        _base = (byte*)NativeMemory.AlignedRealloc(_base, (nuint)capacity + (2 * Margin), Alignment);
        account.Add((long)capacity - Capacity);
        Capacity = capacity;
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_base);
        account.Add(-Capacity);
        _base = null;
        Capacity = 0;
    }
}
