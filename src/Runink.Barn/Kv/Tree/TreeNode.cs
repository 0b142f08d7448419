using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Runink.Barn;

/// <summary>
/// A node of a <see cref="KeyTree{T}"/>: a leaf with items, or an inner node with children and for each the lower bound of its
/// keys (the first child's bound is not looked at). For each key the node keeps the eight bytes that follow what all its keys
/// share, so that a search looks at other memory only for ties.
/// </summary>
internal sealed class TreeNode
{
    public const int Capacity = 32;

    private readonly object _edit;
    private readonly ulong[] _heads;
    private readonly object[] _slots;
    private readonly byte[][]? _bounds;
    private byte[] _shared;

    private TreeNode(object edit, byte[] shared, ulong[] heads, object[] slots, byte[][]? bounds)
    {
        _edit = edit;
        _shared = shared;
        _heads = heads;
        _slots = slots;
        _bounds = bounds;
    }

    public int Count { get; private set; }

    public bool IsLeaf => _bounds is null;

    public static TreeNode Leaf(object edit) => new(edit, [], new ulong[Capacity], new object[Capacity], null);

    public static TreeNode Inner(object edit) => new(edit, [], new ulong[Capacity], new object[Capacity], new byte[Capacity][]);

    public TreeItem Item(int at) => Unsafe.As<TreeItem>(_slots[at]);

    public TreeNode Child(int at) => Unsafe.As<TreeNode>(_slots[at]);

    /// <summary>This node when it may be changed under the edit, else a copy that may.</summary>
    public TreeNode Own(object edit)
    {
        if (ReferenceEquals(_edit, edit)) return this;
        return new(edit, _shared, (ulong[])_heads.Clone(), (object[])_slots.Clone(), (byte[][]?)_bounds?.Clone()) { Count = Count };
    }

    /// <summary>The child, made changeable.</summary>
    public TreeNode OwnChild(int at, object edit)
    {
        var child = Child(at).Own(edit);
        _slots[at] = child;
        return child;
    }

    /// <summary>The first place whose key is not smaller.</summary>
    public int LowerBound(ReadOnlySpan<byte> key, out bool exact)
    {
        exact = false;
        var shared = _shared.AsSpan();
        if (!key.StartsWith(shared)) return key.SequenceCompareTo(shared) < 0 ? 0 : Count;
        var head = HeadOf(key[shared.Length..]);
        var heads = _heads.AsSpan(0, Count);
        int low = 0, high = heads.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (heads[middle] < head) low = middle + 1;
            else high = middle;
        }
        for (; low < heads.Length && heads[low] == head; low++)
        {
            var order = KeyAt(low).SequenceCompareTo(key);
            exact = order == 0;
            if (order >= 0) break;
        }
        return low;
    }

    /// <summary>The child whose keys are not below the key, yet begin at or before it.</summary>
    public int ChildFor(ReadOnlySpan<byte> key)
    {
        var at = LowerBound(key, out var exact);
        return exact ? at : Math.Max(at - 1, 0);
    }

    /// <summary>Puts an item at its place. What did not fit any more is the returned node, which follows this one.</summary>
    public TreeNode? Insert(int at, TreeItem item, object edit) => Insert(at, item.KeySpan, item, null, edit);

    /// <summary>As the other, for a child that follows the one before the place.</summary>
    public TreeNode? Insert(int at, TreeNode child, object edit)
    {
        var bound = child.KeyAt(0).ToArray();
        return Insert(at, bound, child, bound, edit);
    }

    /// <summary>Makes an item the one at a place; its key must be the same.</summary>
    public void Replace(int at, TreeItem item) => _slots[at] = item;

    /// <summary>Takes out what stands at a place.</summary>
    public void RemoveAt(int at)
    {
        Count--;
        Shift(at + 1, at, Count - at);
        _slots[Count] = null!;
        if (_bounds is not null) _bounds[Count] = null!;
    }

    /// <summary>Takes over everything of the child after the place into the child at the place; it must fit.</summary>
    public void MergeChildren(int at, object edit)
    {
        var left = OwnChild(at, edit);
        var right = Child(at + 1);
        Array.Copy(right._slots, 0, left._slots, left.Count, right.Count);
        if (right._bounds is not null)
        {
            Array.Copy(right._bounds, 0, left._bounds!, left.Count, right.Count);
            left._bounds![left.Count] = _bounds![at + 1];
        }
        left.Count += right.Count;
        left.Share();
        RemoveAt(at + 1);
    }

    private ReadOnlySpan<byte> KeyAt(int at) => _bounds is null ? Item(at).KeySpan : _bounds[at];

    private TreeNode? Insert(int at, ReadOnlySpan<byte> key, object slot, byte[]? bound, object edit)
    {
        if (Count == Capacity)
        {
            var right = Split(at, edit);
            if (right.Count == 0 || at > Count) right.Insert(at - Count, key, slot, bound, edit);
            else Insert(at, key, slot, bound, edit);
            return right;
        }
        if (Count == 0)
        {
            _shared = key.ToArray();
        }
        else if (!key.StartsWith(_shared))
        {
            _shared = _shared[..key.CommonPrefixLength(_shared)];
            Rehead();
        }
        Shift(at, at + 1, Count - at);
        _heads[at] = HeadOf(key[_shared.Length..]);
        _slots[at] = slot;
        if (_bounds is not null) _bounds[at] = bound!;
        Count++;
        return null;
    }

    /// <summary>
    /// Moves the upper half into a new node; nothing when the next key comes last, so that nodes of keys that ascend stay full.
    /// </summary>
    private TreeNode Split(int at, object edit)
    {
        var right = IsLeaf ? Leaf(edit) : Inner(edit);
        if (at == Capacity) return right;
        const int half = Capacity / 2;
        Array.Copy(_slots, half, right._slots, 0, half);
        Array.Clear(_slots, half, half);
        if (_bounds is not null)
        {
            Array.Copy(_bounds, half, right._bounds!, 0, half);
            Array.Clear(_bounds, half, half);
        }
        Count = right.Count = half;
        Share();
        right.Share();
        return right;
    }

    private void Shift(int from, int to, int count)
    {
        Array.Copy(_heads, from, _heads, to, count);
        Array.Copy(_slots, from, _slots, to, count);
        if (_bounds is not null) Array.Copy(_bounds, from, _bounds, to, count);
    }

    private void Share()
    {
        var first = KeyAt(0);
        _shared = first[..first.CommonPrefixLength(KeyAt(Count - 1))].ToArray();
        Rehead();
    }

    private void Rehead()
    {
        for (var i = 0; i < Count; i++) _heads[i] = HeadOf(KeyAt(i)[_shared.Length..]);
    }

    private static ulong HeadOf(ReadOnlySpan<byte> rest)
    {
        if (rest.Length >= 8) return BinaryPrimitives.ReadUInt64BigEndian(rest);
        ulong head = 0;
        for (var i = 0; i < rest.Length; i++) head |= (ulong)rest[i] << (56 - (8 * i));
        return head;
    }
}
