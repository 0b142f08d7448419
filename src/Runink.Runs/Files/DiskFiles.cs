namespace Runink.Runs.Files;

/// <summary>The real filesystem. Thread-safe.</summary>
public sealed class DiskFiles : IFileOperations
{
    private const int DeleteTries = 20;
    private static readonly TimeSpan DeletePause = TimeSpan.FromMilliseconds(10);

    /// <inheritdoc/>
    public long? Size(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : null;

    /// <inheritdoc/>
    public void CreateDirectory(string path)
    {
        if (Directory.Exists(path)) return;
        var parent = Path.GetDirectoryName(path) ?? throw new IOException($"cannot make '{path}'");
        CreateDirectory(parent);
        Directory.CreateDirectory(path);
        Posix.SyncDirectory(parent);
    }

    /// <inheritdoc/>
    public void Move(string from, string to) => Posix.Rename(from, to);

    /// <inheritdoc/>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        using var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(handle, content, 0);
        RandomAccess.FlushToDisk(handle);
    }

    /// <inheritdoc/>
    public void SyncFile(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <inheritdoc/>
    public void SyncDirectory(string path) => Posix.SyncDirectory(path);

    /// <inheritdoc/>
    public void Delete(string path)
    {
        if (File.Exists(path)) File.Delete(path);
    }

    /// <inheritdoc/>
    public void DeleteIfEmpty(string path)
    {
        if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any()) Directory.Delete(path);
    }

    /// <inheritdoc/>
    public void DeleteTree(string path)
    {
        // A process on its way out may still add a file while the directory is being emptied.
        for (var tries = 1; Directory.Exists(path); tries++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException) when (tries < DeleteTries)
            {
                Thread.Sleep(DeletePause);
            }
        }
    }
}
