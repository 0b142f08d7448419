using System.Text;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// What an agent writes down of a slice before it starts it, so that whoever comes after the agent can end it: a lock that the
/// slice holds while anything of it lives, and its control groups.
/// </summary>
internal sealed class SliceDirectory : IDisposable
{
    public const string LockFile = "lock";
    private const string CgroupsFile = "cgroups";

    private SliceDirectory(string path, KernelLock held)
    {
        Path = path;
        Lock = held;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The lock, to be inherited by the slice.</summary>
    public KernelLock Lock { get; }

    /// <summary>Makes one in an agent's directory.</summary>
    public static SliceDirectory Make(string agentDirectory, string id)
    {
        var path = Directory.CreateDirectory(System.IO.Path.Join(agentDirectory, id)).FullName;
        var held = KernelLock.TryAcquire(System.IO.Path.Join(path, LockFile))
            ?? throw new IOException($"'{path}' belongs to another slice");
        return new(path, held);
    }

    /// <summary>Says which groups the slice is going to have. They are made after that.</summary>
    public void WriteCgroups(IEnumerable<string> directories)
    {
        // Not with a mode that truncates: ext4 writes what was truncated and filled again to the disk when it is closed.
        using var file = File.OpenHandle(System.IO.Path.Join(Path, CgroupsFile), FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(string.Concat(directories.Select(directory => directory + "\n"))), 0);
    }

    /// <summary>The groups of a slice that somebody else wrote down; none when that was as far as they got.</summary>
    public static IReadOnlyList<string> ReadCgroups(string path)
    {
        var file = System.IO.Path.Join(path, CgroupsFile);
        return File.Exists(file) ? File.ReadAllLines(file) : [];
    }

    /// <summary>Removes it. Nothing of the slice may live.</summary>
    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        Lock.Dispose();
    }
}
