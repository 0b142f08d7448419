namespace Runink.Barn;

/// <summary>What an operator may want of the membership.</summary>
internal enum MemberChangeKind
{
    /// <summary>A member that votes at once.</summary>
    Add = 1,

    /// <summary>A member that keeps the data without a vote.</summary>
    AddLearner = 2,

    /// <summary>A learner gets its vote.</summary>
    Promote = 3,

    /// <summary>A member leaves for good.</summary>
    Remove = 4,

    /// <summary>A member is reached elsewhere.</summary>
    Update = 5,
}

/// <summary>A wish of an operator.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Id">To which member; a new one is given its id by whoever asks, so that asking twice adds one.</param>
/// <param name="PeerUrls">Where other members reach a new or changed one.</param>
internal sealed record MemberChange(MemberChangeKind Kind, ulong Id, IReadOnlyList<string> PeerUrls);
