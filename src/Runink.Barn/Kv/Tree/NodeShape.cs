using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Runink.Barn;

/// <summary>
/// What a node knows of the keys of its places: what they all share, and for each the eight bytes that follow that, so that a
/// search looks at the keys themselves only for ties. Nodes that differ only in what stands at the keys have the same shape.
/// </summary>
internal sealed class NodeShape
{
    private HeadArray _heads;
    private byte[] _shared = [];

    public NodeShape(object edit, bool hasBounds)
    {
        Edit = edit;
        Bounds = hasBounds ? new byte[TreeNode.Capacity][] : null;
        Heads.Fill(long.MaxValue);
    }

    private NodeShape(object edit, NodeShape other)
    {
        Edit = edit;
        _heads = other._heads;
        _shared = other._shared;
        Bounds = (byte[][]?)other.Bounds?.Clone();
    }

    /// <summary>The edit that may change it.</summary>
    public object Edit { get; }

    /// <summary>The lower bound of each child's keys, of which the first is not looked at; null for a leaf.</summary>
    public byte[][]? Bounds { get; }

    /// <summary>The first place whose key counts.</summary>
    private int First => Bounds is null ? 0 : 1;

    /// <summary>
    /// The heads as numbers whose order is that of the bytes: the largest where there is no key, the smallest for a first child.
    /// </summary>
    private Span<long> Heads => MemoryMarshal.CreateSpan(ref Unsafe.As<HeadArray, long>(ref _heads), TreeNode.Capacity);

    public NodeShape Own(object edit) => ReferenceEquals(Edit, edit) ? this : new(edit, this);

    /// <summary>
    /// Where a key belongs as far as heads can tell: the first place whose head is not smaller. Below zero the key is smaller
    /// than what all share, and with <see cref="TreeNode.Capacity"/> larger.
    /// </summary>
    public int Place(ReadOnlySpan<byte> key, out long head)
    {
        var shared = _shared.AsSpan();
        head = 0;
        if (!key.StartsWith(shared)) return key.SequenceCompareTo(shared) < 0 ? -1 : TreeNode.Capacity;
        head = HeadOf(key[shared.Length..]);
        ref var heads = ref Unsafe.As<HeadArray, long>(ref _heads);
        var needle = Vector256.Create(head);
        var smaller = Vector256<long>.Zero;
        for (var i = 0; i < TreeNode.Capacity; i += Vector256<long>.Count)
            smaller -= Vector256.LessThan(Vector256.LoadUnsafe(ref heads, (nuint)i), needle);
        return Math.Max((int)Vector256.Sum(smaller), First);
    }

    public bool IsTie(int at, long head) => Heads[at] == head;

    /// <summary>Makes room for a key; the caller has made sure that there is some.</summary>
    /// <param name="node">The node, still without it.</param>
    /// <param name="at">The place of the key.</param>
    /// <param name="key">The key.</param>
    public void Open(TreeNode node, int at, ReadOnlySpan<byte> key)
    {
        if (node.Count == First)
        {
            _shared = key.ToArray();
        }
        else if (node.Count > First && !key.StartsWith(_shared))
        {
            _shared = _shared[..key.CommonPrefixLength(_shared)];
            Rehead(node);
        }
        Heads[at..^1].CopyTo(Heads[(at + 1)..]);
        Heads[at] = at < First ? long.MinValue : HeadOf(key[_shared.Length..]);
        if (Bounds is not null) Array.Copy(Bounds, at, Bounds, at + 1, node.Count - at);
    }

    /// <summary>Closes the gap of a key that goes.</summary>
    public void Close(int at, int count)
    {
        Heads[(at + 1)..].CopyTo(Heads[at..]);
        Heads[^1] = long.MaxValue;
        Heads[..First].Fill(long.MinValue);
        if (Bounds is null) return;
        Array.Copy(Bounds, at + 1, Bounds, at, count - at - 1);
        Bounds[count - 1] = null!;
    }

    /// <summary>Works everything out anew from the keys of a node.</summary>
    public void Share(TreeNode node)
    {
        var first = node.KeyAt(First);
        _shared = first[..first.CommonPrefixLength(node.KeyAt(node.Count - 1))].ToArray();
        Rehead(node);
    }

    private void Rehead(TreeNode node)
    {
        for (var i = First; i < node.Count; i++) Heads[i] = HeadOf(node.KeyAt(i)[_shared.Length..]);
        Heads[..First].Fill(long.MinValue);
        Heads[node.Count..].Fill(long.MaxValue);
    }

    private static long HeadOf(ReadOnlySpan<byte> rest)
    {
        ulong head = 0;
        if (rest.Length >= 8) head = BinaryPrimitives.ReadUInt64BigEndian(rest);
        else
        {
            for (var i = 0; i < rest.Length; i++) head |= (ulong)rest[i] << (56 - (8 * i));
        }
        return (long)(head ^ (1UL << 63));
    }

    [InlineArray(TreeNode.Capacity)]
    private struct HeadArray
    {
        private long _first;
    }
}
