using System.Runtime.InteropServices;
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

    /// <summary>The tree that the slice has from its start, to be built at <see cref="Directory"/>.</summary>
    public FileTree AtStart(SandboxFiles files)
    {
        _given = new(maps, user);
        return new(files, _given);
    }

    /// <summary>Takes away what the slice has, and gives it other files.</summary>
    /// <param name="process">A process of the slice.</param>
    /// <param name="files">The files, which have been checked; none when null.</param>
    /// <exception cref="IsolationException">A file cannot be given; the slice has what it had.</exception>
    /// <exception cref="IOException">The slice is gone, or the kernel refuses.</exception>
    public async Task ReplaceAsync(SafeHandle process, SandboxFiles? files)
    {
        if (files is null && _given is null) return;
        var given = files is null ? null : new GivenFiles(maps, user);
        try
        {
            await NamespaceThread.RunAsync(() => Replace(process, files is null ? null : new FileTree(files, given!)));
        }
        catch
        {
            given?.Dispose();
            throw;
        }

        _given?.Dispose();
        _given = given;
    }

    /// <summary>Gives back what was lent.</summary>
    public void Dispose() => _given?.Dispose();

    private void Replace(SafeHandle process, FileTree? tree)
    {
        MountCalls.LeaveTheMachine();
        if (tree is null)
        {
            ForeignMounts.Replace(process, SandboxFiles.Root, taken: true, null);
            return;
        }

        tree.Build(directory);
        using var root = Posix.Name(directory);
        using var whole = MountCalls.Clone(root, recursive: true);
        ForeignMounts.Replace(process, SandboxFiles.Root, taken: _given is not null, whole);
    }
}
