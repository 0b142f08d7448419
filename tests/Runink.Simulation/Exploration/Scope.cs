using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// A small world to explore whole: who is in it, and how much of everything may happen. Messages may be lost, doubled and
/// overtaken without limit; they are never forgotten while they could still have an effect.
/// </summary>
public sealed record Scope
{
    public required string Name { get; init; }

    public required string Purpose { get; init; }

    /// <summary>Nodes that found the group, with ids from 1.</summary>
    public required int Founders { get; init; }

    /// <summary>Nodes that know nobody yet, with the ids after the founders'.</summary>
    public int Joiners { get; init; }

    /// <summary>The newest term that a node may reach.</summary>
    public required int Terms { get; init; }

    /// <summary>Client commands; each term's opening entry comes on top.</summary>
    public int Commands { get; init; }

    /// <summary>Reads, each on any node.</summary>
    public int Reads { get; init; }

    /// <summary>Ticks in all, each on any node.</summary>
    public int Ticks { get; init; }

    /// <summary>Crashes; null for any number. A crash is followed by a restart at once: being down is being deaf.</summary>
    public int? Crashes { get; init; }

    /// <summary>Whether writes take time, so that a crash may lose the newest ones; else they are durable at once.</summary>
    public bool SlowDisks { get; init; }

    /// <summary>Membership changes that may be asked for, <see cref="ChangeCount"/> times in all.</summary>
    public IReadOnlyList<MembershipChange> Changes { get; init; } = [];

    public int ChangeCount { get; init; }

    /// <summary>Transfers of leadership, each to any node.</summary>
    public int Transfers { get; init; }

    /// <summary>Moves from the start, at most; null to explore until nothing is new.</summary>
    public int? Depth { get; init; }

    /// <summary>Sets of nodes of which no one can tell who is who.</summary>
    public IReadOnlyList<int[]> Interchangeable { get; init; } = [];

    public bool PreVote { get; init; }

    public bool CheckQuorum { get; init; }

    public int Nodes => Founders + Joiners;

    /// <summary>
    /// All nodes have the same seed: what they draw must not tell them apart. Limits are far out of reach, but for the batch:
    /// one entry a message lets every order of arrival happen.
    /// </summary>
    public RaftOptions OptionsOf(NodeId id) => new()
    {
        Id = id,
        Seed = 1,
        ElectionTicks = 2,
        HeartbeatTicks = 1,
        PreVote = PreVote,
        CheckQuorum = CheckQuorum,
        MaxBatchEntries = 1,
    };

    public RecoveredState FoundingOf(NodeId id) => RecoveredState.Founding(
        (int)id.Value <= Founders ? Membership.OfVoters(Enumerable.Range(1, Founders).Select(n => (ulong)n)) : Membership.Empty);
}
