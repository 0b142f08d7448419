using Runink.Runs.Files;

namespace Runink.Runs.Tests;

/// <summary>The machine stops: what tests throw where a process would just be gone. Nothing in the product catches it.</summary>
internal sealed class CrashException : Exception;

/// <summary>The real filesystem, until the given number of changes is over; from then on nothing works any more.</summary>
internal sealed class CrashingFiles(int changes, Func<Exception>? failure = null) : IFileOperations
{
    private readonly DiskFiles _disk = new();
    private int _left = changes;

    public bool HasCrashed => _left < 0;

    public long? Size(string path) => _disk.Size(path);

    public void CreateDirectory(string path)
    {
        if (Directory.Exists(path)) return;
        Step();
        _disk.CreateDirectory(path);
    }

    public void Move(string from, string to)
    {
        Step();
        _disk.Move(from, to);
    }

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        // A crash in the middle of a write leaves half of it.
        if (_left == 0) File.WriteAllBytes(path, content[..(content.Length / 2)]);
        Step();
        _disk.Write(path, content);
    }

    public void SyncFile(string path)
    {
        Step();
        _disk.SyncFile(path);
    }

    public void SyncDirectory(string path)
    {
        Step();
        _disk.SyncDirectory(path);
    }

    public void Delete(string path)
    {
        Step();
        _disk.Delete(path);
    }

    public void DeleteIfEmpty(string path)
    {
        Step();
        _disk.DeleteIfEmpty(path);
    }

    public void DeleteTree(string path)
    {
        if (!Directory.Exists(path)) return;
        Step();
        _disk.DeleteTree(path);
    }

    private void Step()
    {
        if (--_left >= 0) return;
        _left = -1;
        throw failure?.Invoke() ?? new CrashException();
    }
}
