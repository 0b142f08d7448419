using Runink.Raft;

namespace Runink.Simulation;

/// <summary>What has happened in a cluster so far.</summary>
public sealed class ClusterTally
{
    public long Crashes { get; internal set; }

    public long Elections { get; private set; }

    /// <summary>Snapshots that were taken or installed.</summary>
    public long Snapshots { get; internal set; }

    public long DamagedSnapshots { get; internal set; }

    /// <summary>Memberships that were committed.</summary>
    public long Configurations { get; internal set; }

    /// <summary>Reads that were served without the log.</summary>
    public long Reads { get; internal set; }

    public long Transfers { get; internal set; }

    public long RefusedChanges { get; internal set; }

    public void RoleChanged(RoleChanged change)
    {
        if (change.Role == Role.Leader) Elections++;
    }
}
