namespace Runink.Raft;

/// <summary>
/// An index with the term of its entry: names one entry of one history for ever (log matching, Raft paper 5.3).
/// </summary>
/// <param name="Index">Where the entry stands.</param>
/// <param name="Term">The term of its leader.</param>
public readonly record struct LogPosition(LogIndex Index, Term Term)
{
    /// <summary>
    /// Whether a log that ends here is at least as up-to-date as one that ends at <paramref name="other"/>
    /// (Raft paper, section 5.4.1: the later term wins; in the same term, the longer log).
    /// </summary>
    public bool IsAtLeastAsUpToDateAs(LogPosition other) => Term > other.Term || (Term == other.Term && Index >= other.Index);

    /// <summary>Adds the position to a hash of a state.</summary>
    internal void Hash(ref StateHasher hasher)
    {
        hasher.Add(Index);
        hasher.Add(Term);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Index}@{Term}";
}
