namespace Runink.Barn;

/// <summary>How a comparison of the members ended.</summary>
internal enum ReplicaOutcome
{
    /// <summary>All hold the same.</summary>
    Same,

    /// <summary>Not everybody could be compared, and nobody differed.</summary>
    Incomplete,

    /// <summary>Some differ, and as long as not everybody could be compared it cannot be said who is wrong.</summary>
    Open,

    /// <summary>Some differ, and it is known who is wrong, or that nobody can say.</summary>
    Different,
}
