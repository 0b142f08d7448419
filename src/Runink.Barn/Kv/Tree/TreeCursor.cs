using System.Runtime.CompilerServices;

namespace Runink.Barn;

/// <summary>Goes through the items of a tree in the order of their keys.</summary>
internal struct TreeCursor<T>
    where T : TreeItem
{
    private readonly List<(TreeNode Node, int Next)> _above = [];
    private TreeNode _leaf;
    private int _next;

    public TreeCursor(TreeNode root, ReadOnlySpan<byte> from)
    {
        _leaf = root;
        while (!_leaf.IsLeaf)
        {
            var at = _leaf.ChildFor(from);
            _above.Add((_leaf, at + 1));
            _leaf = _leaf.Child(at);
        }
        _next = _leaf.LowerBound(from, out _);
    }

    /// <summary>The next item, or null after the last.</summary>
    public T? Next()
    {
        while (_next == _leaf.Count)
        {
            while (_above.Count > 0 && _above[^1].Next == _above[^1].Node.Count) _above.RemoveAt(_above.Count - 1);
            if (_above.Count == 0) return null;
            var (node, at) = _above[^1];
            _above[^1] = (node, at + 1);
            _leaf = node.Child(at);
            while (!_leaf.IsLeaf)
            {
                _above.Add((_leaf, 1));
                _leaf = _leaf.Child(0);
            }
            _next = 0;
        }
        return Unsafe.As<T>(_leaf.Item(_next++));
    }
}
