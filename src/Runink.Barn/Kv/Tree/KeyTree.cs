using System.Runtime.CompilerServices;

namespace Runink.Barn;

/// <summary>
/// A B-tree of items by key. <see cref="Freeze"/> gives a root that never changes and that any thread may read; what is changed
/// after it is copied once, so a batch of changes copies each node once however often it touches it. One owner changes it.
/// </summary>
/// <remarks>A change is a <see cref="Seek"/> and then one of the others, which go the same way without comparing again.</remarks>
internal sealed class KeyTree<T>
    where T : TreeItem
{
    private const int LevelsMax = 16;
    private readonly int[] _path = new int[LevelsMax];
    private object _edit = new();
    private TreeNode _root;
    private bool _frozen;

    public KeyTree() => _root = TreeNode.Leaf(_edit);

    /// <summary>The tree as it is now.</summary>
    public TreeRoot<T> Current => new(_root);

    /// <summary>The tree as it is now, for good.</summary>
    public TreeRoot<T> Freeze()
    {
        _frozen = true;
        return new(_root);
    }

    /// <summary>Goes to a key and returns what stands there.</summary>
    public T? Seek(ReadOnlySpan<byte> key)
    {
        var node = _root;
        var level = 0;
        for (; !node.IsLeaf; level++)
        {
            var at = node.ChildFor(key);
            _path[level] = at;
            node = node.Child(at);
        }
        var place = node.LowerBound(key, out var exact);
        _path[level] = place;
        return exact ? Unsafe.As<T>(node.Item(place)) : null;
    }

    /// <summary>Puts another item at the key that was sought and found.</summary>
    public void Replace(T item)
    {
        var node = OwnRoot();
        var level = 0;
        for (; !node.IsLeaf; level++) node = node.OwnChild(_path[level], _edit);
        node.Replace(_path[level], item);
    }

    /// <summary>Puts an item at the key that was sought and not found.</summary>
    public void Insert(T item)
    {
        var root = OwnRoot();
        if (Insert(root, 0, item) is not { } right) return;
        _root = TreeNode.Inner(_edit);
        _root.Insert(0, root);
        _root.Insert(1, right);
    }

    /// <summary>Takes out what stands at the key that was sought and found.</summary>
    public void Remove()
    {
        Remove(OwnRoot(), 0);
        while (!_root.IsLeaf && _root.Count == 1) _root = _root.Child(0);
    }

    private TreeNode OwnRoot()
    {
        if (_frozen) _edit = new();
        _frozen = false;
        return _root = _root.Own(_edit);
    }

    private TreeNode? Insert(TreeNode node, int level, T item)
    {
        if (node.IsLeaf) return node.Insert(_path[level], item);
        var child = node.OwnChild(_path[level], _edit);
        return Insert(child, level + 1, item) is { } right ? node.Insert(_path[level] + 1, right) : null;
    }

    private void Remove(TreeNode node, int level)
    {
        var at = _path[level];
        if (node.IsLeaf)
        {
            node.RemoveAt(at);
            return;
        }
        var child = node.OwnChild(at, _edit);
        Remove(child, level + 1);
        if (child.Count == 0) node.RemoveAt(at);
        else if (at + 1 < node.Count && Fit(child, node.Child(at + 1))) node.MergeChildren(at);
        else if (at > 0 && Fit(node.Child(at - 1), child)) node.MergeChildren(at - 1);
    }

    /// <summary>Whether two nodes are so empty that one will do and does not soon split again.</summary>
    private static bool Fit(TreeNode left, TreeNode right) => left.Count + right.Count <= TreeNode.Capacity / 2;
}
