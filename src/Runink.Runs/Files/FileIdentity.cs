namespace Runink.Runs.Files;

/// <summary>What makes a file itself, whatever it is called.</summary>
/// <param name="Device">Device of its filesystem.</param>
/// <param name="Mount">Mount it is seen through; the kernel refuses a rename across mounts even of one device.</param>
/// <param name="Inode">Number within the device.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Mount, ulong Inode)
{
    /// <summary>Whether a file can be renamed from one place to the other.</summary>
    public bool SharesFilesystem(FileIdentity other) => Device == other.Device && Mount == other.Mount;
}
