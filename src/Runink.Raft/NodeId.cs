namespace Runink.Raft;

/// <summary>A member of a group. The same id is never given to two machines, nor again to a machine that lost its disk.</summary>
/// <param name="Value">The number; zero means none.</param>
public readonly record struct NodeId(ulong Value) : IComparable<NodeId>
{
    /// <summary>No member.</summary>
    public static NodeId None => default;

    /// <inheritdoc/>
    public int CompareTo(NodeId other) => Value.CompareTo(other.Value);

    /// <summary>Smaller number.</summary>
    public static bool operator <(NodeId left, NodeId right) => left.Value < right.Value;

    /// <summary>Larger number.</summary>
    public static bool operator >(NodeId left, NodeId right) => left.Value > right.Value;

    /// <summary>Smaller or the same number.</summary>
    public static bool operator <=(NodeId left, NodeId right) => left.Value <= right.Value;

    /// <summary>Larger or the same number.</summary>
    public static bool operator >=(NodeId left, NodeId right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
