namespace Runink.Isolation.Processes;

/// <summary>Attributes of a mount, by the kernel's numbers.</summary>
[Flags]
internal enum MountAttributes
{
    /// <summary>Nothing in it can be changed.</summary>
    ReadOnly = 1,

    /// <summary>Programs in it give nobody the rights of their owner.</summary>
    NoSetuid = 2,

    /// <summary>Device nodes in it do not open devices.</summary>
    NoDevices = 4,

    /// <summary>Programs in it do not run.</summary>
    NoExec = 8,

    /// <summary>Owners are seen as others.</summary>
    IdMapped = 0x100000,
}
