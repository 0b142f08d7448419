using System.Runtime.CompilerServices;

namespace Runink.Data.Arrow.Memory;

/// <summary>
/// Memory that does not move and begins at a multiple of 64 bytes, as Arrow recommends. The array keeps it alive, so no mistake
/// in lifetimes can reach freed memory.
/// </summary>
internal sealed unsafe class Block
{
    internal const int Alignment = 64;

    internal Block(int size)
    {
        var array = GC.AllocateUninitializedArray<byte>(size + Alignment, pinned: true);
        var address = (nint)Unsafe.AsPointer(ref array[0]);
        Size = size;
        Memory = array.AsMemory((int)(-address & (Alignment - 1)), size);
    }

    internal int Size { get; }

    internal Memory<byte> Memory { get; }
}
