using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// The files that a slice has beneath <see cref="SandboxFiles.Root"/>, as long as it has them. Used by one thread at a time.
/// </summary>
/// <param name="maps">What maps owners.</param>
/// <param name="user">The slice's user.</param>
/// <param name="directory">An empty place of this slice alone, where trees of files are built.</param>
internal sealed class Furnishing(IdMaps maps, uint user, string directory) : IDisposable
{
    private GivenFiles? _given;

    /// <summary>Where trees of files are built.</summary>
    public string Directory => directory;

    /// <summary>Gets ready for files of this process's own user, while the slice starts.</summary>
    public void Prepare() => _ = Task.Run(() => maps.Prepare(new(Posix.User, Posix.Group, user)));

    /// <summary>The tree that the slice has from its start, to be built at <see cref="Directory"/>.</summary>
    public FileTree AtStart(SandboxFiles files)
    {
        _given = new(maps, user);
        return new(files, _given);
    }

    /// <summary>Takes away what the slice has, and gives it other files.</summary>
    /// <param name="process">A process of the slice.</param>
    /// <param name="files">The files, which have been checked.</param>
    /// <exception cref="IsolationException">A file cannot be given, and the slice has what it had; or it still writes to what it had.</exception>
    /// <exception cref="IOException">The slice is gone, or the kernel refuses.</exception>
    public async Task ReplaceAsync(SafeHandle process, SandboxFiles files)
    {
        var given = new GivenFiles(maps, user);
        try
        {
            await ChangeAsync(() => Replace(process, new FileTree(files, given)));
        }
        catch
        {
            given.Dispose();
            throw;
        }

        _given?.Dispose();
        _given = given;
    }

    /// <summary>Takes away what the slice has, and all that it has written into its work directories.</summary>
    /// <param name="process">A process of the slice.</param>
    /// <param name="workBytes">How much fits into each work directory from now on.</param>
    /// <exception cref="IsolationException">It still writes to what it had.</exception>
    /// <exception cref="IOException">The slice is gone, or the kernel refuses.</exception>
    public async Task ClearAsync(SafeHandle process, long workBytes)
    {
        await ChangeAsync(() => Clear(process, workBytes));
        _given?.Dispose();
        _given = null;
    }

    /// <summary>Gives back what was lent.</summary>
    public void Dispose() => _given?.Dispose();

    private static async Task ChangeAsync(Action change)
    {
        try
        {
            await NamespaceThread.RunAsync(change);
        }
        catch (StillWrittenException writer)
        {
            throw new IsolationException("the slice can still write to the files that are taken from it", "end it and start another", writer);
        }
    }

    private void Replace(SafeHandle process, FileTree tree)
    {
        MountCalls.LeaveTheMachine();
        tree.Build(directory);
        using var whole = Take(recursive: true);
        ForeignMounts.Make(process, [.. Away(), new(MountChangeKind.Put, SandboxFiles.Root, whole)]);
    }

    private void Clear(SafeHandle process, long workBytes)
    {
        MountCalls.LeaveTheMachine();
        var options = $"mode=1777,size={workBytes},uid={user},gid={user}";
        MountCalls.MountMemory(directory, options, programs: true);
        using var work = Take(recursive: false);
        MountCalls.MountMemory(directory, options, programs: true);
        using var shared = Take(recursive: false);
        ForeignMounts.Make(
            process,
            [
                .. Away(), new(MountChangeKind.Take, "/tmp"), new(MountChangeKind.Put, "/tmp", work),
                new(MountChangeKind.Take, "/dev/shm"), new(MountChangeKind.Put, "/dev/shm", shared),
            ]);
    }

    private SafeFileHandle Take(bool recursive)
    {
        using var root = Posix.Name(directory);
        return MountCalls.Clone(root, recursive);
    }

    // Closed first: what a slice has written is looked at, and published, once it has been taken away, and must not change any more.
    private MountChange[] Away() => _given is null
        ? []
        : [new(MountChangeKind.Close, SandboxFiles.Root), new(MountChangeKind.Take, SandboxFiles.Root)];
}
