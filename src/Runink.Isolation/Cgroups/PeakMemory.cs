using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Runink.Isolation.Cgroups;

/// <summary>
/// The most memory that a group held at a time since it was reset. Version 2 resets it for the one open file by which it is asked
/// to (Linux 6.12), so that the file stays open; version 1 for everybody.
/// </summary>
internal sealed class PeakMemory : IDisposable
{
    private const int LongestNumber = 32;
    private static readonly string[] Files = ["memory.peak", "memory.max_usage_in_bytes"];
    private readonly SafeFileHandle _file;

    private PeakMemory(SafeFileHandle file) => _file = file;

    /// <summary>The bytes; null when the group is gone.</summary>
    public long? Bytes
    {
        get
        {
            Span<byte> text = stackalloc byte[LongestNumber];
            try
            {
                var read = RandomAccess.Read(_file, text, 0);
                return CgroupText.Number(Encoding.ASCII.GetString(text[..read]));
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                return null;
            }
        }
    }

    /// <summary>Opens the file of a group; null when it has none that can be reset.</summary>
    public static PeakMemory? Open(string group)
    {
        foreach (var path in Files.Select(name => Path.Join(group, name)).Where(File.Exists))
        {
            try
            {
                return new(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // An older kernel of version 2 only lets it be read.
            }
        }

        return null;
    }

    /// <summary>Counts from now on; false when the kernel cannot.</summary>
    public bool TryReset()
    {
        try
        {
            RandomAccess.Write(_file, "0"u8, 0);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
