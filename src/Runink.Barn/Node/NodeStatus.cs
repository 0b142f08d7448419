using Runink.Raft;

namespace Runink.Barn;

/// <summary>How a node stood after its last turn. Immutable.</summary>
public sealed record NodeStatus
{
    /// <summary>Who leads; 0 when nobody is known.</summary>
    public required ulong Leader { get; init; }

    /// <summary>The member that gives this one the log in the leader's stead; 0 when the leader does, or this one leads.</summary>
    public ulong Feeder { get; init; }

    /// <summary>Who belongs to the group, as far as this node knows.</summary>
    public required Membership Membership { get; init; }

    /// <summary>What this node is in its group.</summary>
    public required Role Role { get; init; }

    /// <summary>The newest term.</summary>
    public required Term Term { get; init; }

    /// <summary>The last entry of the log.</summary>
    public required LogIndex LastIndex { get; init; }

    /// <summary>The last entry that is committed.</summary>
    public required LogIndex CommitIndex { get; init; }

    /// <summary>The last entry that was applied.</summary>
    public required LogIndex AppliedIndex { get; init; }

    /// <summary>How often another leader was seen since the node started.</summary>
    public required long LeaderChanges { get; init; }

    /// <summary>Requests that wait for their outcome.</summary>
    public required int PendingRequests { get; init; }

    /// <summary>Why the node is out of service for good, or null.</summary>
    public required Exception? Failure { get; init; }

    /// <summary>Why the log will soon have no room, or null.</summary>
    public required Exception? RoomProblem { get; init; }

    /// <summary>Why the last snapshot could not be written, read or taken over, or null.</summary>
    public required Exception? SnapshotProblem { get; init; }

    /// <summary>The last entry in the last snapshot that this life of the node has taken; 0 before the first.</summary>
    public required LogIndex SnapshotIndex { get; init; }

    /// <summary>How long the oldest write to the log has waited for the disk; zero when none waits.</summary>
    public required TimeSpan OldestLogWrite { get; init; }

    /// <summary>Proposals that found no leader, no room or no time since the node started.</summary>
    public required long FailedProposals { get; init; }

    /// <summary>Entries that the disk has lost and no other member has given back yet.</summary>
    public int LostEntries { get; init; }

    /// <summary>Groups that the node hosts, that of the platform among them.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>About the bytes that the states of all groups take together here: what the quota bounds.</summary>
    public long StateBytes { get; init; }

    /// <summary>Groups that tick here; the others sleep.</summary>
    public int GroupsAwake { get; init; } = 1;

    /// <summary>Whether requests are answered: somebody leads and the disk works.</summary>
    public bool IsServing => Leader != 0 && Failure is null;
}
