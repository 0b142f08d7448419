using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Runink.Barn;

/// <summary>
/// A node of a <see cref="KeyTree{T}"/>: a leaf with items, or an inner node with children and for each the lower bound of its
/// keys (the first child's bound is not looked at). To put another item at a key copies only the node itself, not its shape.
/// </summary>
internal sealed class TreeNode
{
    public const int Capacity = 32;

    private object _edit;
    private NodeShape _shape;
    private SlotArray _slots;

    private TreeNode(object edit, NodeShape shape)
    {
        _edit = edit;
        _shape = shape;
        IsLeaf = shape.Bounds is null;
    }

    public int Count { get; private set; }

    public bool IsLeaf { get; }

    private Span<object> Slots => MemoryMarshal.CreateSpan(ref Unsafe.As<SlotArray, object>(ref _slots), Capacity);

    public static TreeNode Leaf(object edit) => new(edit, new(edit, hasBounds: false));

    public static TreeNode Inner(object edit) => new(edit, new(edit, hasBounds: true));

    public TreeItem Item(int at) => Unsafe.As<TreeItem>(Slots[at]);

    public TreeNode Child(int at) => Unsafe.As<TreeNode>(Slots[at]);

    public ReadOnlySpan<byte> KeyAt(int at) => IsLeaf ? Item(at).KeySpan : _shape.Bounds![at];

    /// <summary>This node when it may be changed under the edit, else a copy that may.</summary>
    public TreeNode Own(object edit)
    {
        if (ReferenceEquals(_edit, edit)) return this;
        var copy = (TreeNode)MemberwiseClone();
        copy._edit = edit;
        return copy;
    }

    /// <summary>The child, made changeable.</summary>
    public TreeNode OwnChild(int at, object edit)
    {
        var child = Child(at);
        var owned = child.Own(edit);
        if (!ReferenceEquals(child, owned)) Slots[at] = owned;
        return owned;
    }

    /// <summary>The first place whose key is not smaller.</summary>
    public int LowerBound(ReadOnlySpan<byte> key, out bool exact)
    {
        exact = false;
        var at = _shape.Place(key, out var head);
        if (at < 0) return 0;
        for (; at < Count && _shape.IsTie(at, head); at++)
        {
            var order = KeyAt(at).SequenceCompareTo(key);
            exact = order == 0;
            if (order >= 0) break;
        }
        return Math.Min(at, Count);
    }

    /// <summary>The child whose keys are not below the key, yet begin at or before it.</summary>
    public int ChildFor(ReadOnlySpan<byte> key)
    {
        var at = LowerBound(key, out var exact);
        return exact ? at : Math.Max(at - 1, 0);
    }

    /// <summary>Puts an item at its place. What did not fit any more is the returned node, which follows this one.</summary>
    public TreeNode? Insert(int at, TreeItem item) => Insert(at, item.KeySpan, item, null);

    /// <summary>As the other, for a child that follows the one before the place.</summary>
    public TreeNode? Insert(int at, TreeNode child)
    {
        var bound = child.KeyAt(0).ToArray();
        return Insert(at, bound, child, bound);
    }

    /// <summary>Makes an item the one at a place; its key must be the same.</summary>
    public void Replace(int at, TreeItem item) => Slots[at] = item;

    /// <summary>Takes out what stands at a place.</summary>
    public void RemoveAt(int at)
    {
        OwnShape().Close(at, Count);
        Slots[(at + 1)..Count].CopyTo(Slots[at..]);
        Count--;
        Slots[Count] = null!;
    }

    /// <summary>Takes over everything of the child after the place into the child at the place; it must fit.</summary>
    public void MergeChildren(int at)
    {
        var left = OwnChild(at, _edit);
        var right = Child(at + 1);
        right.Slots[..right.Count].CopyTo(left.Slots[left.Count..]);
        var shape = left.OwnShape();
        if (shape.Bounds is not null)
        {
            Array.Copy(right._shape.Bounds!, 0, shape.Bounds, left.Count, right.Count);
            shape.Bounds[left.Count] = _shape.Bounds![at + 1];
        }
        left.Count += right.Count;
        shape.Share(left);
        RemoveAt(at + 1);
    }

    private TreeNode? Insert(int at, ReadOnlySpan<byte> key, object slot, byte[]? bound)
    {
        if (Count == Capacity)
        {
            var right = Split(at);
            if (right.Count == 0 || at > Count) right.Insert(at - Count, key, slot, bound);
            else Insert(at, key, slot, bound);
            return right;
        }
        var shape = OwnShape();
        shape.Open(this, at, key);
        Slots[at..Count].CopyTo(Slots[(at + 1)..]);
        Slots[at] = slot;
        if (shape.Bounds is not null) shape.Bounds[at] = bound!;
        Count++;
        return null;
    }

    /// <summary>
    /// Moves the upper half into a new node; nothing when the next key comes last, so that nodes of keys that ascend stay full.
    /// </summary>
    private TreeNode Split(int at)
    {
        var right = IsLeaf ? Leaf(_edit) : Inner(_edit);
        if (at == Capacity) return right;
        const int half = Capacity / 2;
        Slots[half..].CopyTo(right.Slots);
        Slots[half..].Clear();
        var shape = OwnShape();
        if (shape.Bounds is not null)
        {
            Array.Copy(shape.Bounds, half, right._shape.Bounds!, 0, half);
            Array.Clear(shape.Bounds, half, half);
        }
        Count = right.Count = half;
        shape.Share(this);
        right._shape.Share(right);
        return right;
    }

    private NodeShape OwnShape() => _shape = _shape.Own(_edit);

    [InlineArray(Capacity)]
    private struct SlotArray
    {
        private object _first;
    }
}
