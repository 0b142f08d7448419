namespace Runink.Raft;

/// <summary>Why a wish was not taken. Nothing has happened when one of these is given.</summary>
public enum RefusalReason
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>This node does not lead; the effect names the leader if one is known.</summary>
    NotLeader,

    /// <summary>
    /// Too much is under way: uncommitted bytes, waiting reads or forwarded proposals are at their limit. Try again later.
    /// </summary>
    Busy,

    /// <summary>Leadership is being handed over; the next leader will take it.</summary>
    Transferring,

    /// <summary>The command is larger than the limit for one entry.</summary>
    TooLarge,

    /// <summary>A membership change is under way, or this leader has not yet committed an entry of its term.</summary>
    ChangeInProgress,

    /// <summary>The change makes no sense: see the effect's text.</summary>
    InvalidChange,

    /// <summary>The learner to be promoted is too far behind.</summary>
    NotCaughtUp,

    /// <summary>The target of a transfer is not a voter with data, or cannot be reached.</summary>
    InvalidTarget,

    /// <summary>The leader changed before the wish was decided.</summary>
    LeaderChanged,

    /// <summary>The leader did not answer in time.</summary>
    TimedOut,
}
