namespace Runink.Barn;

/// <summary>
/// Watchers of ranges, found by a key inside: a treap by the start of the range, where each node knows the farthest end below it.
/// </summary>
internal sealed class IntervalTree
{
    private Node? _root;
    private uint _added;

    public void Add(Watcher watcher)
    {
        // Weights that look random keep the tree shallow.
        var node = new Node(watcher, (++_added * 0x9E3779B1u) ^ (_added >> 7));
        var (left, right) = Split(_root, watcher.Key.Span);
        _root = Merge(Merge(left, node), right);
    }

    public void Remove(Watcher watcher) => _root = Remove(_root, watcher);

    /// <summary>Adds the watchers whose range holds the key.</summary>
    public void Find(ReadOnlySpan<byte> key, List<Watcher> into) => Find(_root, key, into);

    public IEnumerable<Watcher> All()
    {
        var found = new List<Watcher>();
        Collect(_root, found);
        return found;
    }

    private static void Find(Node? node, ReadOnlySpan<byte> key, List<Watcher> into)
    {
        for (; node is not null && !Ends(node.Farthest.Span, key); node = node.Right)
        {
            Find(node.Left, key, into);
            if (key.SequenceCompareTo(node.Start) < 0) return;
            if (!Ends(node.Watcher.RangeEnd.Span, key)) into.Add(node.Watcher);
        }
    }

    private static void Collect(Node? node, List<Watcher> into)
    {
        for (; node is not null; node = node.Right)
        {
            Collect(node.Left, into);
            into.Add(node.Watcher);
        }
    }

    /// <summary>Whether a range with this end is over at the key.</summary>
    private static bool Ends(ReadOnlySpan<byte> end, ReadOnlySpan<byte> key) =>
        !KeySpan.IsEndless(end) && end.SequenceCompareTo(key) <= 0;

    /// <summary>Parts what starts before the key from what starts at it or later.</summary>
    private static (Node? Left, Node? Right) Split(Node? node, ReadOnlySpan<byte> key)
    {
        if (node is null) return default;
        if (node.Start.SequenceCompareTo(key) < 0)
        {
            var (middle, right) = Split(node.Right, key);
            node.Right = middle;
            node.Update();
            return (node, right);
        }
        var (left, rest) = Split(node.Left, key);
        node.Left = rest;
        node.Update();
        return (left, node);
    }

    private static Node? Merge(Node? left, Node? right)
    {
        if (left is null || right is null) return left ?? right;
        if (left.Weight > right.Weight)
        {
            left.Right = Merge(left.Right, right);
            left.Update();
            return left;
        }
        right.Left = Merge(left, right.Left);
        right.Update();
        return right;
    }

    /// <summary>Takes a watcher out; of those that start alike it may lie on either side.</summary>
    private static Node? Remove(Node? node, Watcher watcher)
    {
        if (node is null) return null;
        if (ReferenceEquals(node.Watcher, watcher)) return Merge(node.Left, node.Right);
        var order = watcher.Key.Span.SequenceCompareTo(node.Start);
        if (order <= 0) node.Left = Remove(node.Left, watcher);
        if (order >= 0) node.Right = Remove(node.Right, watcher);
        node.Update();
        return node;
    }

    private sealed class Node
    {
        public Node(Watcher watcher, uint weight)
        {
            Watcher = watcher;
            Weight = weight;
            Farthest = watcher.RangeEnd;
        }

        public Watcher Watcher { get; }

        public uint Weight { get; }

        public Node? Left { get; set; }

        public Node? Right { get; set; }

        /// <summary>The farthest end of the ranges here and below.</summary>
        public ReadOnlyMemory<byte> Farthest { get; private set; }

        public ReadOnlySpan<byte> Start => Watcher.Key.Span;

        public void Update()
        {
            Farthest = Watcher.RangeEnd;
            if (Left is not null) Farthest = Farther(Farthest, Left.Farthest);
            if (Right is not null) Farthest = Farther(Farthest, Right.Farthest);
        }

        private static ReadOnlyMemory<byte> Farther(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
        {
            if (KeySpan.IsEndless(left.Span) || KeySpan.IsEndless(right.Span)) return new byte[] { 0 };
            return left.Span.SequenceCompareTo(right.Span) >= 0 ? left : right;
        }
    }
}
