namespace Runink.Simulation;

/// <summary>What an episode of a whole node is made of, drawn from its seed.</summary>
internal sealed class BarnPlan
{
    public BarnPlan(ulong seed)
    {
        var chance = new Prng(seed);
        Disk = new BarnDiskOptions(
            MeanNanoseconds: chance.Pick(20_000L, 200_000, 2_000_000),
            StallsPerMillion: chance.Coin() ? 0 : (int)chance.Between(100, 5_000),
            StallNanoseconds: chance.Between(100_000_000, 3_000_000_000));
        Clients = (int)chance.Between(1, 12);
        Watchers = (int)chance.Between(0, 4);
        var (keys, thinking) = (chance.Pick(2, 10, 100), chance.Pick(10_000L, 500_000, 5_000_000));
        SegmentBytes = chance.Pick(4096L, 16 << 10, 256 << 10);
        SnapshotEntries = chance.Pick(20L, 200, 5_000);
        CrashMeanNanoseconds = chance.Pick(50_000_000L, 500_000_000, 3_000_000_000);
        KillsPerMillion = (int)chance.Between(0, 500_000);
        FullDiskPerMillion = chance.Coin() ? 0 : 200_000;
        FailedSyncPerMillion = chance.Coin() ? 0 : 200_000;
        Load = new BarnLoad(keys, thinking, chance.Pick(8, 100, 3_000));
    }

    public BarnDiskOptions Disk { get; }

    public int Clients { get; }

    public int Watchers { get; }

    public BarnLoad Load { get; }

    public long SegmentBytes { get; }

    public long SnapshotEntries { get; }

    /// <summary>Time between two accidents, in the mean.</summary>
    public long CrashMeanNanoseconds { get; }

    /// <summary>How many accidents end the process only: the disk keeps what was written.</summary>
    public int KillsPerMillion { get; }

    /// <summary>How many accidents begin with a disk that has no room for a while.</summary>
    public int FullDiskPerMillion { get; }

    /// <summary>How many accidents are a sync that fails.</summary>
    public int FailedSyncPerMillion { get; }
}
