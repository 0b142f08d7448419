namespace Runink.Raft;

/// <summary>A term: Raft's logical clock (Raft paper, section 5.1). Zero is before the first election.</summary>
/// <param name="Value">The number; it only grows on a node.</param>
public readonly record struct Term(long Value) : IComparable<Term>
{
    /// <summary>The term before any election.</summary>
    public static Term Zero => default;

    /// <summary>The term that a candidate moves to.</summary>
    public Term Next => new(Value + 1);

    /// <inheritdoc/>
    public int CompareTo(Term other) => Value.CompareTo(other.Value);

    /// <summary>Older than.</summary>
    public static bool operator <(Term left, Term right) => left.Value < right.Value;

    /// <summary>Newer than.</summary>
    public static bool operator >(Term left, Term right) => left.Value > right.Value;

    /// <summary>Older than or the same.</summary>
    public static bool operator <=(Term left, Term right) => left.Value <= right.Value;

    /// <summary>Newer than or the same.</summary>
    public static bool operator >=(Term left, Term right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
