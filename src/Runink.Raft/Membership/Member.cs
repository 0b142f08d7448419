namespace Runink.Raft;

/// <summary>One member of a roster.</summary>
/// <param name="Id">Which node.</param>
/// <param name="Kind">What part it takes.</param>
public readonly record struct Member(NodeId Id, MemberKind Kind)
{
    /// <summary>Whether its word counts in elections and commits.</summary>
    public bool Votes => Kind != MemberKind.Learner;

    /// <inheritdoc/>
    public override string ToString() =>
        Kind switch { MemberKind.Voter => $"{Id}", MemberKind.Learner => $"{Id}l", _ => $"{Id}w" };
}
