using Runink.Barn;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>What a machine with a node of the Barn is like.</summary>
/// <param name="Node">How its node behaves; each life gets numbers of its own.</param>
/// <param name="Disk">How its disk behaves.</param>
/// <param name="Links">Its way to the others.</param>
internal sealed record BarnMachineOptions(NodeOptions Node, BarnDiskOptions Disk, IPeerLinks Links)
{
    /// <summary>What may be expected of the node.</summary>
    public BarnHealth Health { get; init; } = new();

    /// <summary>What was published of groups other than the platform's; null: nobody keeps it.</summary>
    public Func<GroupId, BarnLedger?> LedgerOf { get; init; } = _ => null;

    /// <summary>By how much the rate of its clock may be wrong.</summary>
    public int DriftPartsPerMillion { get; init; } = 500;

    /// <summary>Whether the disk says that it synced, and did not.</summary>
    public bool DiskLies { get; init; }
}
