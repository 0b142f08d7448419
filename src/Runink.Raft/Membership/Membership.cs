namespace Runink.Raft;

/// <summary>
/// Who belongs to a group: one roster, or, while it changes, the new one and the outgoing one together (joint consensus, Raft
/// paper section 6): then every decision needs a majority of both. Immutable.
/// </summary>
/// <param name="Current">The members now, or, in a joint membership, the members to be.</param>
/// <param name="Outgoing">The members until now while the membership is joint, else null.</param>
public sealed record Membership(Roster Current, Roster? Outgoing = null)
{
    /// <summary>A group that nobody has founded yet.</summary>
    public static readonly Membership Empty = new(Roster.Empty);

    /// <summary>Whether it is not known who belongs to the group.</summary>
    public bool IsEmpty => Current.Members.IsEmpty;

    /// <summary>Whether a change is under way.</summary>
    public bool IsJoint => Outgoing is not null;

    /// <summary>A membership of voters only.</summary>
    public static Membership OfVoters(params IEnumerable<ulong> ids) => new(Roster.OfVoters(ids));

    /// <summary>The two together, on the way to <paramref name="next"/>.</summary>
    public Membership Entering(Roster next) => new(next, Current);

    /// <summary>Only the members to be.</summary>
    public Membership Left => new(Current);

    /// <summary>Whether the node is a member in either roster.</summary>
    public bool Contains(NodeId id) => Current.Find(id) is not null || Outgoing?.Find(id) is not null;

    /// <summary>Whether the node has a vote in either roster.</summary>
    public bool Votes(NodeId id) => Current.Votes(id) || Outgoing?.Votes(id) == true;

    /// <summary>
    /// Whether the node may stand for election: a voter that keeps data in every roster in which it has a vote.
    /// </summary>
    public bool MayLead(NodeId id) => Votes(id) && !IsWitness(id);

    /// <summary>Whether the node is a witness in either roster.</summary>
    public bool IsWitness(NodeId id) =>
        Current.Find(id)?.Kind == MemberKind.Witness || Outgoing?.Find(id)?.Kind == MemberKind.Witness;

    /// <summary>Every member of either roster once, in the order of their ids.</summary>
    public IReadOnlyList<NodeId> AllIds => Outgoing is null
        ? [.. Current.Members.Select(m => m.Id)]
        : [.. Current.Members.Concat(Outgoing.Members).Select(m => m.Id).Distinct().Order()];

    /// <summary>Adds the membership to a hash of a state.</summary>
    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(Current.HashSum(hasher));
        hasher.Add(Outgoing?.HashSum(hasher) ?? UInt128.Zero);
    }

    /// <inheritdoc/>
    public override string ToString() => Outgoing is null ? Current.ToString() : $"{Outgoing}->{Current}";
}
