namespace Runink.Barn;

/// <summary>
/// Room for the bytes of many small changes, one after the other. A slab is too large for the collector to move, and many share it:
/// moving each change's bytes, twice in their life, was a third of the time for which collections stood the node still. It is freed when
/// nothing in it is used any more, so what stays long must leave it (<see cref="Sweeper"/>). Any thread may take room: each has a slab
/// of its own.
/// </summary>
internal static class ByteSlab
{
    /// <summary>The most bytes that are put into a slab: what does not fit into the end of one is wasted.</summary>
    public const int MostBytes = 4096;

    // Arrays from 85,000 bytes on are not moved. An odd length, because arrays of commands that came otherwise hardly have it.
    private const int Size = (128 << 10) - 7;

    [ThreadStatic]
    private static byte[]? t_slab;

    [ThreadStatic]
    private static int t_used;

    /// <summary>Copies bytes, the second after the first, into a slab; into an array of their own if they are many. They never change.</summary>
    public static ArraySegment<byte> Keep(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default)
    {
        var kept = Room(first.Length + second.Length);
        first.CopyTo(kept);
        second.CopyTo(kept.AsSpan(first.Length));
        return kept;
    }

    /// <summary>Whether an array is a slab. One that happens to be as long is taken for one, which does no harm.</summary>
    public static bool Is(byte[] array) => array.Length == Size;

    private static ArraySegment<byte> Room(int length)
    {
        if (length > MostBytes) return new byte[length];
        var slab = t_slab;
        if (slab is null || slab.Length - t_used < length) (slab, t_used) = (t_slab = GC.AllocateUninitializedArray<byte>(Size), 0);
        var room = new ArraySegment<byte>(slab, t_used, length);
        t_used += length;
        return room;
    }
}
