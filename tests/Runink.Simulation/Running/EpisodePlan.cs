using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// Everything that is decided about an episode before it begins. Together with its seed it fixes what happens.
/// </summary>
public sealed record EpisodePlan
{
    /// <summary>Seeds everything that happens.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Steps until everything is healed.</summary>
    public required long Steps { get; init; }

    /// <summary>Nodes that found the group.</summary>
    public required int Nodes { get; init; }

    /// <summary>Of those, how many are witnesses.</summary>
    public int Witnesses { get; init; }

    /// <summary>What all nodes have in common; each gets its own id, seed and priority.</summary>
    public required RaftOptions Raft { get; init; }

    /// <summary>Whether nodes have different priorities.</summary>
    public bool MixedPriorities { get; init; }

    /// <summary>Of the nodes that found the group, how many are learners.</summary>
    public int Learners { get; init; }

    /// <summary>Whether nodes, while they are learners, follow members of whom the leader is only one.</summary>
    public bool LearnersFollowAnyone { get; init; }

    /// <summary>Nanoseconds between two ticks of a node, about.</summary>
    public long TickNanoseconds { get; init; } = 10_000_000;

    public NetworkOptions Network { get; init; } = NetworkOptions.Healthy;

    public DiskOptions Disk { get; init; } = DiskOptions.Healthy;

    /// <summary>How often what goes wrong.</summary>
    public FaultRates Faults { get; init; } = FaultRates.None;

    /// <summary>For how long a fault lasts on the average, in nanoseconds.</summary>
    public long MeanFaultDuration { get; init; } = 500_000_000;

    public int Clients { get; init; } = 4;

    public WorkloadOptions Workload { get; init; } = new();

    /// <summary>How long a client waits between two operations on the average, in nanoseconds.</summary>
    public long MeanThinking { get; init; } = 10_000_000;

    /// <summary>After how long a client gives up on an answer, in nanoseconds.</summary>
    public long Patience { get; init; } = 2_000_000_000;

    /// <summary>Reads, in a million, that go through the log like a change.</summary>
    public int LoggedReadPartsPerMillion { get; init; }

    /// <summary>Bytes that fill a command up, at most.</summary>
    public int MaxFilling { get; init; } = 64;

    /// <summary>How long the state machine takes for a batch on the average, in nanoseconds.</summary>
    public long MeanApplying { get; init; } = 50_000;

    /// <summary>Inputs, in a million, after which the host takes the effects only together with those of later inputs.</summary>
    public int BatchPartsPerMillion { get; init; }

    /// <summary>Reads of a piece of a snapshot, in a million, that fail.</summary>
    public int UnreadablePartsPerMillion { get; init; }

    /// <summary>Whether a host stops the ticks of a group that sleeps.</summary>
    public bool SleepersGetNoTicks { get; init; }

    /// <summary>Machines that run at one time, at most.</summary>
    public int MaxMachines { get; init; } = 7;
}
