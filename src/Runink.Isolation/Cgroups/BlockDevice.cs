namespace Runink.Isolation.Cgroups;

/// <summary>Finds the disk that a file lies on.</summary>
internal static class BlockDevice
{
    /// <summary>
    /// The numbers of the whole disk beneath a device, <c>8:0</c> for <c>8:1</c>: limits are for disks, not partitions. Null
    /// when the device is none, as for tmpfs and overlays.
    /// </summary>
    /// <param name="device">Numbers of the device that a file system reports, <c>major:minor</c>.</param>
    /// <param name="blockDevices">Where the kernel lists block devices; <c>/sys/dev/block</c>.</param>
    public static string? DiskOf(string device, string blockDevices = "/sys/dev/block")
    {
        var entry = Path.Join(blockDevices, device);
        if (!Directory.Exists(entry)) return null;
        if (!File.Exists(Path.Join(entry, "partition"))) return device;
        var disk = Directory.ResolveLinkTarget(entry, returnFinalTarget: true)?.FullName ?? entry;
        var numbers = Path.Join(Path.GetDirectoryName(disk), "dev");
        return File.Exists(numbers) ? File.ReadAllText(numbers).Trim() : null;
    }
}
