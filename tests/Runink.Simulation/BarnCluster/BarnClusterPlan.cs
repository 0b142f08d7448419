namespace Runink.Simulation;

/// <summary>What an episode of a cluster of whole nodes is made of, drawn from its seed.</summary>
internal sealed class BarnClusterPlan
{
    public BarnClusterPlan(ulong seed)
    {
        var chance = new Prng(seed);
        Founders = (int)chance.Between(3, 5);
        MostMembers = Math.Max(Founders, (int)chance.Between(3, 6));
        TickNanoseconds = chance.Pick(20_000_000L, 50_000_000, 100_000_000);
        RequestNanoseconds = (chance.Coin() ? chance.Between(20, 120) : 500) * TickNanoseconds;
        Disk = new BarnDiskOptions(
            MeanNanoseconds: chance.Pick(20_000L, 200_000, 2_000_000),
            StallsPerMillion: chance.Coin() ? 0 : (int)chance.Between(100, 3_000),
            StallNanoseconds: chance.Between(10, 100) * TickNanoseconds);
        Network = new NetworkOptions
        {
            MeanDelay = chance.Pick(100_000L, 500_000, 3_000_000),
            LatePartsPerMillion = chance.Coin() ? 0 : (int)chance.Between(100, 30_000),
            MeanLateness = chance.Between(1, 30) * TickNanoseconds,
            LossPartsPerMillion = chance.Coin() ? 0 : (int)chance.Between(100, 50_000),
            DuplicatePartsPerMillion = chance.Coin() ? 0 : (int)chance.Between(100, 30_000),
            InOrder = chance.Coin(),
        };
        SegmentBytes = chance.Pick(4096L, 16 << 10, 256 << 10);
        SnapshotEntries = chance.Pick(20L, 100, 1_000);
        RetainedEntries = chance.Pick(1L, 50, 10_000);
        ChunkBytes = (int)chance.Pick(256, 4096, 1 << 20);
        ObjectClients = (int)chance.Between(2, 12);
        Clients = (int)chance.Between(0, 4);
        LeaseHolders = (int)chance.Between(0, 6);
        Watchers = (int)chance.Between(1, 4);
        Load = new BarnLoad(chance.Pick(2, 10, 100), chance.Pick(200_000L, 2_000_000, 20_000_000), chance.Pick(8, 100, 1_000));
        FaultSteps = (int)chance.Pick(300, 1_500, 6_000);
        OperatorNanoseconds = chance.Pick(2, 10, 50) * TickNanoseconds;
        ClocksJump = chance.Below(4) == 0;
        HasOperator = chance.Below(4) != 0;
        Groups = chance.Coin() ? (int)chance.Between(3, 5) : 0;
        // An election timeout is ten ticks at least.
        var lease = chance.Pick(0L, 2, 9, 10, 20) * TickNanoseconds;
        ReadLeaseNanoseconds = ClocksJump ? 0 : lease;
        LeaseRefusers = chance.Below(4) == 0 ? chance.Next() : 0;
        PausesLeaders = ReadLeaseNanoseconds > 0 && chance.Below(3) == 0;
        if (PausesLeaders) FaultSteps = 300;
        // Where times of leases of clients are judged, clocks are as good as clocks are.
        DriftPartsPerMillion = chance.Coin() && LeaseHolders == 0 ? 100_000 : 500;
    }

    public int Founders { get; }

    /// <summary>Members at a time, at most.</summary>
    public int MostMembers { get; }

    public long TickNanoseconds { get; }

    /// <summary>How long a request may take.</summary>
    public long RequestNanoseconds { get; }

    public BarnDiskOptions Disk { get; }

    public NetworkOptions Network { get; }

    public long SegmentBytes { get; }

    public long SnapshotEntries { get; }

    /// <summary>Entries before a snapshot that are kept for members that are behind.</summary>
    public long RetainedEntries { get; }

    /// <summary>Bytes of a piece of a snapshot.</summary>
    public int ChunkBytes { get; }

    /// <summary>Clients whose histories are judged.</summary>
    public int ObjectClients { get; }

    /// <summary>Clients of every other kind of call.</summary>
    public int Clients { get; }

    public int LeaseHolders { get; }

    public int Watchers { get; }

    public BarnLoad Load { get; }

    /// <summary>Steps between two faults, in the mean.</summary>
    public int FaultSteps { get; }

    /// <summary>Time between two wishes of the operator, in the mean.</summary>
    public long OperatorNanoseconds { get; }

    /// <summary>Whether clocks jump ahead: then what is promised by the clock does not count.</summary>
    public bool ClocksJump { get; }

    /// <summary>How long leaders read alone after they made an entry; never while clocks jump.</summary>
    public long ReadLeaseNanoseconds { get; }

    /// <summary>By how much the rate of a clock may be wrong.</summary>
    public int DriftPartsPerMillion { get; }

    /// <summary>Whether leaders stand still again and again while others are elected: that is what the end of a lease is for.</summary>
    public bool PausesLeaders { get; }

    /// <summary>Members that do not read by lease, a bit each.</summary>
    public ulong LeaseRefusers { get; }

    /// <summary>Groups beside that of the platform.</summary>
    public int Groups { get; }

    /// <summary>Whether somebody adds and removes members, and hands leadership over.</summary>
    public bool HasOperator { get; }
}
