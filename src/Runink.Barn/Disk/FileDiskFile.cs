using Microsoft.Win32.SafeHandles;

namespace Runink.Barn;

/// <summary>A file of a <see cref="FileDisk"/>.</summary>
internal sealed class FileDiskFile : IDiskFile
{
    private const FileShare Unlocked = FileShare.ReadWrite | FileShare.Delete;

    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private FileDiskFile(string path, FileMode mode) =>
        (_path, _handle) = (path, File.OpenHandle(path, mode, FileAccess.ReadWrite, Unlocked));

    public long Length => RandomAccess.GetLength(_handle);

    public static FileDiskFile Open(string path) => new(path, FileMode.Open);

    public static FileDiskFile Create(string path)
    {
        try
        {
            return new(path, FileMode.CreateNew);
        }
        catch (IOException e) when (IsFull(e))
        {
            throw Full(path, e);
        }
    }

    public int Read(long offset, Span<byte> into)
    {
        var total = 0;
        while (total < into.Length)
        {
            var read = RandomAccess.Read(_handle, into[total..], offset + total);
            if (read == 0) break;
            total += read;
        }

        return total;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, offset);
        }
        catch (IOException e) when (IsFull(e))
        {
            throw Full(_path, e);
        }
    }

    public void Preallocate(long length)
    {
        if (!Libc.Reserve(_handle, length, _path) || Length < length) SetLength(length);
    }

    public void SetLength(long length)
    {
        try
        {
            RandomAccess.SetLength(_handle, length);
        }
        catch (IOException e) when (IsFull(e))
        {
            throw Full(_path, e);
        }
    }

    public void Sync() => Libc.SyncData(_handle, _path);

    public void Dispose() => _handle.Dispose();

    // On Unix .NET puts the error number of the kernel there, or the one that Windows would use for a full disk.
    public static bool IsFull(IOException e) =>
        e.HResult is Libc.NoSpace or Libc.QuotaExceeded or unchecked((int)0x80070070) or unchecked((int)0x80070027);

    public static DiskFullException Full(string path, IOException e) => new($"no room to write {path}: {e.Message}", e);
}
