using System.Numerics;

namespace Runink.Data.Arrow.Memory;

/// <summary>
/// Blocks of pinned memory that are used again, in sizes of powers of two: fresh pages cost more than copying into old ones.
/// Thread-safe. Keeps at most <see cref="KeptMax"/> bytes; larger blocks than 64 MiB are left to the collector.
/// </summary>
internal static class BlockPool
{
    internal const long KeptMax = 128L << 20;
    private const int SmallestShift = 12;
    private const int LargestShift = 26;

    private static readonly Lock Guard = new();
    private static readonly Stack<Block>[] Free = [.. Enumerable.Range(SmallestShift, LargestShift - SmallestShift + 1)
        .Select(_ => new Stack<Block>())];

    private static long _kept;

    /// <summary>Bytes that wait to be used again.</summary>
    internal static long Kept => Volatile.Read(ref _kept);

    /// <summary>A block of at least so many bytes, with whatever was written there before.</summary>
    internal static Block Rent(int bytes)
    {
        var shift = Shift(bytes);
        if (shift > LargestShift) return new Block(bytes);
        lock (Guard)
        {
            if (Free[shift - SmallestShift].TryPop(out var block))
            {
                _kept -= block.Size;
                return block;
            }
        }
        return new Block(1 << shift);
    }

    internal static void Return(Block block)
    {
        var shift = Shift(block.Size);
        if (shift > LargestShift) return;
        lock (Guard)
        {
            if (_kept + block.Size > KeptMax) return;
            _kept += block.Size;
            Free[shift - SmallestShift].Push(block);
        }
    }

    private static int Shift(int bytes) => bytes <= 1 << SmallestShift ? SmallestShift : BitOperations.Log2((uint)bytes - 1) + 1;
}
