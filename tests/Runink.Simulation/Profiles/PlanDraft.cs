using System.Collections.Immutable;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// Draws the parts of a plan. Each part has a chance of its own, so that another number of nodes leaves the rest as it was.
/// </summary>
public sealed class PlanDraft
{
    private const long Microsecond = 1_000;
    private const long Millisecond = 1_000_000;

    private readonly Prng _options;
    private readonly Prng _network;
    private readonly Prng _disk;
    private readonly Prng _faults;

    public PlanDraft(ulong seed, long steps, int? nodes)
    {
        var seeds = new Prng(seed);
        var chance = seeds.Fork();
        (_options, _network, _disk, _faults) = (seeds.Fork(), seeds.Fork(), seeds.Fork(), seeds.Fork());
        // Three and five more often than the rest: there most of the interesting majorities are.
        var drawn = chance.Pick(1, 2, 3, 3, 3, 4, 5, 5, 6, 7);
        Plan = new EpisodePlan
        {
            Seed = seed,
            Steps = steps,
            Nodes = nodes ?? drawn,
            Raft = new RaftOptions { Id = new NodeId(1), Seed = 0 },
            MixedPriorities = chance.Below(4) == 0,
            MeanFaultDuration = chance.Pick(30, 120, 400) * Millisecond,
            Clients = chance.Pick(2, 4, 6),
            MeanThinking = chance.Pick(2, 10, 40) * Millisecond,
            Patience = chance.Pick(100, 400, 1_500) * Millisecond,
            MaxFilling = chance.Pick(0, 30, 200),
            MeanApplying = chance.Pick(20, 200, 5_000) * Microsecond,
            BatchPartsPerMillion = chance.Pick(0, 0, 200_000, 700_000),
            LoggedReadPartsPerMillion = chance.Pick(0, 50_000),
            UnreadablePartsPerMillion = chance.Pick(0, 10_000),
            SleepersGetNoTicks = chance.Coin(),
            LearnersFollowAnyone = chance.Below(4) == 0,
        };
    }

    /// <summary>What the profile does not care about.</summary>
    public EpisodePlan Plan { get; }

    public int Pick(params ReadOnlySpan<int> choices) => _options.Pick(choices);

    /// <summary>Any combination of options, and any size of limits.</summary>
    public RaftOptions DrawOptions()
    {
        var options = Plan.Raft with
        {
            ElectionTicks = Pick(5, 10, 10, 20),
            HeartbeatTicks = Pick(1, 1, 2, 3),
            PreVote = Pick(0, 1, 1, 1) == 1,
            CheckQuorum = Pick(0, 1, 1, 1) == 1,
            WriteStallTicks = Pick(5, 20, 100),
            ForwardProposals = _options.Coin(),
            SnapshotsFromFollowers = _options.Coin(),
            SleepAfterTicks = Pick(0, 0, 0, 5),
            PromotionLagEntries = Pick(0, 5, 100),
        };
        if (_options.Below(3) == 0) options = WithLeases(options);
        options = _options.Below(3) == 0 ? WithTinyLimits(options) : WithMediumLimits(options);
        return _options.Coin() ? WithManySnapshots(options) : options;
    }

    /// <summary>
    /// Leases from a fraction of the election timeout to more than all of it, and clocks from good to hopeless.
    /// </summary>
    public RaftOptions WithLeases(RaftOptions options)
    {
        var timeout = options.ElectionTicks * Plan.TickNanoseconds;
        return options with
        {
            LeaseNanoseconds = _options.Pick(timeout / 4, timeout / 2, timeout, 2 * timeout, 4 * timeout),
            ClockDriftPartsPerMillion = Pick(500, 20_000, 200_000),
        };
    }

    public RaftOptions WithTinyLimits(RaftOptions options) => options with
    {
        MaxBatchEntries = Pick(1, 2, 3),
        MaxBatchBytes = Pick(1, 100, 300),
        MaxInflightMessages = Pick(1, 2, 4),
        MaxInflightBytes = Pick(1, 200, 1_000),
        MaxCommandBytes = 160,
        MaxUncommittedBytes = Pick(100, 300, 1_000),
        MaxApplyBytes = Pick(1, 200, 600),
        MaxPendingWrites = Pick(1, 2, 4),
        MaxForwardedProposals = Pick(1, 2),
        MaxPendingReads = Pick(1, 2, 4),
    };

    public RaftOptions WithManySnapshots(RaftOptions options) => options with
    {
        SnapshotEntries = Pick(5, 20, 60),
        SnapshotBytes = Pick(300, 2_000, 100_000),
        RetainedEntries = Pick(0, 3, 20),
        RetainedBytes = Pick(0, 500, 20_000),
        SnapshotChunkBytes = Pick(16, 64, 500),
        SnapshotBytesPerTick = Pick(30, 200, 4_000),
    };

    public int DrawWitnesses() => Plan.Nodes >= 3 && _options.Below(4) == 0 ? 1 : 0;

    public NetworkOptions DrawNetwork() => _network.Below(3) switch
    {
        0 => NetworkOptions.Healthy,
        1 => new NetworkOptions
        {
            MeanDelay = _network.Pick(200, 1_000, 5_000) * Microsecond,
            LossPartsPerMillion = _network.Pick(0, 2_000, 20_000),
        },
        _ => DrawBadNetwork(),
    };

    public NetworkOptions DrawBadNetwork() => new()
    {
        LeastDelay = _network.Pick(10, 50, 500) * Microsecond,
        MeanDelay = _network.Pick(200, 1_000, 10_000) * Microsecond,
        LatePartsPerMillion = _network.Pick(0, 1_000, 20_000),
        MeanLateness = _network.Pick(20, 100, 500) * Millisecond,
        LossPartsPerMillion = _network.Pick(0, 5_000, 50_000, 150_000),
        DuplicatePartsPerMillion = _network.Pick(0, 5_000, 50_000),
        DamagePartsPerMillion = _network.Pick(0, 5_000),
        InOrder = _network.Below(3) == 0,
        MaxUnderWay = _network.Pick(30, 2_000),
    };

    public DiskOptions DrawDisk() => _disk.Coin() ? DiskOptions.Healthy with { TornPartsPerMillion = 300_000 } : DrawBadDisk();

    public DiskOptions DrawBadDisk() => new()
    {
        MeanDelay = _disk.Pick(100, 1_000, 10_000, 40_000) * Microsecond,
        GroupCommit = _disk.Coin(),
        TornPartsPerMillion = _disk.Pick(0, 300_000, 900_000),
        LoseAllPartsPerMillion = _disk.Pick(0, 300_000, 900_000),
    };

    /// <summary>Rates for each of the kinds; now and then one is left out.</summary>
    public FaultRates DrawFaults(params ReadOnlySpan<FaultKind> kinds)
    {
        var rates = FaultRates.None;
        foreach (var kind in kinds)
        {
            var interval = _faults.Pick(150, 600, 2_500) * Millisecond;
            if (_faults.Below(5) > 0) rates = rates.With(kind, interval);
        }

        return rates;
    }

    /// <summary>A few kinds of faults out of all, so that their combinations differ from episode to episode.</summary>
    public FaultRates DrawSwarm()
    {
        var density = _faults.Pick(2, 4, 8);
        ImmutableArray<FaultKind> kinds = [.. Enum.GetValues<FaultKind>().Where(_ => _faults.Below(10) < density)];
        return DrawFaults(kinds.AsSpan());
    }

    private static RaftOptions WithMediumLimits(RaftOptions options) => options with
    {
        MaxBatchEntries = 16,
        MaxBatchBytes = 2_000,
        MaxInflightMessages = 8,
        MaxInflightBytes = 8_000,
        MaxCommandBytes = 1_000,
        MaxUncommittedBytes = 8_000,
        MaxApplyBytes = 2_000,
        MaxPendingWrites = 32,
        MaxForwardedProposals = 8,
        MaxPendingReads = 16,
        SnapshotEntries = 400,
        SnapshotBytes = 40_000,
        RetainedEntries = 200,
        RetainedBytes = 20_000,
        SnapshotChunkBytes = 500,
        SnapshotBytesPerTick = 4_000,
    };
}
