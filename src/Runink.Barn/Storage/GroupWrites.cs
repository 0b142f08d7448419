using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// The writes of one group on their way. A write that goes to a snapshot file begins when all before it are durable, and those
/// behind it wait until it is, so that a crash keeps a prefix of them although they go to different files.
/// </summary>
internal sealed class GroupWrites(GroupLog log)
{
    public GroupLog Log => log;

    /// <summary>What waits behind a write to a snapshot file, that first.</summary>
    public Queue<Effect> Waiting { get; } = new();

    /// <summary>Whether a write to a snapshot file is under way.</summary>
    public bool IsBusy { get; set; }

    /// <summary>The newest write that was given to the log.</summary>
    public WriteId Logged { get; set; }

    /// <summary>The newest write that is durable.</summary>
    public WriteId Completed { get; set; }

    /// <summary>Whether the group is no more: nothing of it is written.</summary>
    public bool IsEnded { get; set; }

    /// <summary>What is being fetched, or null.</summary>
    public StagedFile? Staged { get; set; }

    /// <summary>Whether the log owes nothing.</summary>
    public bool IsIdle => Completed.Value >= Logged.Value;
}
