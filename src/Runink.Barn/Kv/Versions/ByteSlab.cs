using System.Security.Cryptography;

namespace Runink.Barn;

/// <summary>
/// Room for the bytes of many small puts, one after the other. A slab is too large for the collector to move, and many share it:
/// moving each put's bytes, twice in their life, was a third of the time for which collections stood the node still. It is freed when
/// nothing in it is used any more, so what stays long must leave it (<see cref="Sweeper"/>). Any thread may take room: each has a slab
/// of its own.
/// </summary>
internal static class ByteSlab
{
    /// <summary>The most bytes that are put into a slab: what does not fit into the end of one is wasted.</summary>
    public const int MostBytes = 4096;

    // Arrays from 85,000 bytes on are not moved.
    private const int Size = 128 << 10;

    // A slab begins with this, by which it is told from any array that a client has filled.
    private static readonly byte[] s_mark = RandomNumberGenerator.GetBytes(16);

    [ThreadStatic]
    private static byte[]? t_slab;

    [ThreadStatic]
    private static int t_used;

    /// <summary>Copies at most <see cref="MostBytes"/> into a slab. They never change.</summary>
    public static ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        var slab = t_slab;
        if (slab is null || slab.Length - t_used < bytes.Length) slab = Begin();
        bytes.CopyTo(slab.AsSpan(t_used));
        var kept = new ReadOnlyMemory<byte>(slab, t_used, bytes.Length);
        t_used += bytes.Length;
        return kept;
    }

    /// <summary>Whether an array is a slab.</summary>
    public static bool Is(byte[] array) => array.Length == Size && array.AsSpan().StartsWith(s_mark);

    private static byte[] Begin()
    {
        var slab = GC.AllocateUninitializedArray<byte>(Size);
        s_mark.CopyTo(slab, 0);
        (t_slab, t_used) = (slab, s_mark.Length);
        return slab;
    }
}
