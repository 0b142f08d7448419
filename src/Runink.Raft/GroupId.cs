namespace Runink.Raft;

/// <summary>One Raft group of the many that a process runs.</summary>
/// <param name="Value">The number; zero means none.</param>
public readonly record struct GroupId(ulong Value) : IComparable<GroupId>
{
    /// <summary>No group.</summary>
    public static GroupId None => default;

    /// <inheritdoc/>
    public int CompareTo(GroupId other) => Value.CompareTo(other.Value);

    /// <summary>Smaller number.</summary>
    public static bool operator <(GroupId left, GroupId right) => left.Value < right.Value;

    /// <summary>Larger number.</summary>
    public static bool operator >(GroupId left, GroupId right) => left.Value > right.Value;

    /// <summary>Smaller or the same number.</summary>
    public static bool operator <=(GroupId left, GroupId right) => left.Value <= right.Value;

    /// <summary>Larger or the same number.</summary>
    public static bool operator >=(GroupId left, GroupId right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
