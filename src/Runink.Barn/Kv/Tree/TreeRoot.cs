using System.Runtime.CompilerServices;

namespace Runink.Barn;

/// <summary>A <see cref="KeyTree{T}"/> to read from. Frozen ones are safe for any thread.</summary>
internal readonly struct TreeRoot<T>(TreeNode root)
    where T : TreeItem
{
    /// <summary>The item of a key.</summary>
    public T? Find(ReadOnlySpan<byte> key)
    {
        var node = root;
        while (!node.IsLeaf) node = node.Child(node.ChildFor(key));
        var at = node.LowerBound(key, out var exact);
        return exact ? Unsafe.As<T>(node.Item(at)) : null;
    }

    /// <summary>Goes through the items from the first whose key is not smaller.</summary>
    public TreeCursor<T> From(ReadOnlySpan<byte> key) => new(root, key);
}
