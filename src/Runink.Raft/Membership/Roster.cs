using System.Collections.Immutable;

namespace Runink.Raft;

/// <summary>
/// One set of members, sorted by id: a membership has one, or two while it changes. Immutable.
/// A roster is sound when no id occurs twice and any majority of its voting members contains a voter that keeps data.
/// </summary>
public sealed class Roster : IEquatable<Roster>
{
    /// <summary>Nobody.</summary>
    public static readonly Roster Empty = new([]);

    private Roster(ImmutableArray<Member> members)
    {
        Members = members;
        VotingCount = members.Count(m => m.Votes);
    }

    /// <summary>The members in the order of their ids.</summary>
    public ImmutableArray<Member> Members { get; }

    /// <summary>How many of them have a vote.</summary>
    public int VotingCount { get; }

    /// <summary>How many votes are a majority.</summary>
    public int Quorum => (VotingCount / 2) + 1;

    /// <summary>Makes a roster.</summary>
    /// <exception cref="ArgumentException">An id is zero or occurs twice.</exception>
    public static Roster Of(IEnumerable<Member> members)
    {
        ImmutableArray<Member> sorted = [.. members.OrderBy(m => m.Id)];
        for (var i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].Id == NodeId.None) throw new ArgumentException("a member needs an id other than zero", nameof(members));
            if (i > 0 && sorted[i].Id == sorted[i - 1].Id)
                throw new ArgumentException($"node {sorted[i].Id} occurs twice", nameof(members));
        }

        return sorted.IsEmpty ? Empty : new Roster(sorted);
    }

    /// <summary>A roster of voters only.</summary>
    public static Roster OfVoters(params IEnumerable<ulong> ids) =>
        Of(ids.Select(id => new Member(new NodeId(id), MemberKind.Voter)));

    /// <summary>The member with that id, or null.</summary>
    public Member? Find(NodeId id)
    {
        foreach (var member in Members)
            if (member.Id == id) return member;
        return null;
    }

    /// <summary>Whether the node has a vote here.</summary>
    public bool Votes(NodeId id) => Find(id) is { Votes: true };

    /// <summary>Whether every majority holds at least one voter with data, and there is a voter at all.</summary>
    public bool IsSound => VotingCount > 0 && Members.Count(m => m.Kind == MemberKind.Witness) < Quorum;

    /// <summary>The sum of the members' hashes: under a renaming their order has no meaning.</summary>
    internal UInt128 HashSum(StateHasher hasher)
    {
        UInt128 sum = 1;
        foreach (var member in Members)
        {
            var one = hasher.Fresh();
            one.Add(member.Id);
            one.Add((long)member.Kind);
            sum += one.Value;
        }

        return sum;
    }

    /// <inheritdoc/>
    public bool Equals(Roster? other) => other is not null && Members.SequenceEqual(other.Members);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Roster);

    /// <inheritdoc/>
    public override int GetHashCode() => Members.Length;

    /// <inheritdoc/>
    public override string ToString() => $"({string.Join(' ', Members)})";
}
