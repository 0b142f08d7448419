namespace Runink.Isolation.Cgroups;

/// <summary>What Runink wants of control groups.</summary>
internal enum CgroupController
{
    /// <summary>Share of the processors, and a ceiling.</summary>
    Cpu,

    /// <summary>Processor time used; a part of every version 2 group.</summary>
    CpuAccounting,

    /// <summary>Memory.</summary>
    Memory,

    /// <summary>Number of processes and threads.</summary>
    Processes,

    /// <summary>Bytes a second from and to disks.</summary>
    Io,

    /// <summary>Stopping and killing all processes of a group; a part of every version 2 group.</summary>
    Freezer,
}
