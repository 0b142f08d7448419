using Microsoft.Win32.SafeHandles;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// Gives files of the machine to one slice, by an agent that is root: as mounts on which they belong to the slice's user. Used
/// by one thread at a time.
/// </summary>
/// <param name="maps">What maps owners.</param>
/// <param name="user">The slice's user.</param>
internal sealed class GivenFiles(IdMaps maps, uint user) : IDisposable
{
    private const int NotPermitted = 1;
    private const int Invalid = 22;
    private const int NotSupported = 95;
    private const int OwnerReads = 0x100;
    private const int OwnerReadsAndEnters = 0x140;
    private const int OwnerDoesAll = 0x1C0;
    private const int OthersRead = 4;
    private const int OthersReadAndEnter = 5;
    private const int OthersReadAndWrite = 6;
    private readonly List<(SafeFileHandle Directory, FileStatus Before)> _lent = [];

    /// <summary>Mounts something readable at a path of the calling thread's own namespace.</summary>
    /// <param name="source">What is open.</param>
    /// <param name="name">What it is called in an error.</param>
    /// <param name="status">Whose it is and what.</param>
    /// <param name="target">Where, as the same type.</param>
    /// <param name="attributes">What holds for the mount besides.</param>
    /// <exception cref="IsolationException">It is closed to the slice, and says how to open it.</exception>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void MountReadable(SafeFileHandle source, string name, FileStatus status, string target, MountAttributes attributes)
    {
        var readOnly = attributes | MountAttributes.ReadOnly;
        using var mount = MountCalls.Clone(source, recursive: false);
        if (TryMap(mount, status, readOnly))
        {
            var needed = status.IsDirectory ? OwnerReadsAndEnters : OwnerReads;
            if ((status.Mode & needed) != needed) throw Closed(name, "its owner", status.IsDirectory ? "u+rx" : "u+r");
        }
        else
        {
            var (needed, mode) = status.IsDirectory ? (OthersReadAndEnter, "o+rx")
                : status.IsPipe ? (OthersReadAndWrite, "o+rw")
                : (OthersRead, "o+r");
            if (status.Owner != user && (status.Mode & needed) != needed)
                throw Closed(name, "others, and its file system cannot map owners", mode);
            Set(mount, readOnly, name);
        }

        MountCalls.Move(mount, target);
    }

    /// <summary>Mounts a directory to be written.</summary>
    /// <inheritdoc cref="MountReadable"/>
    public void MountWritable(SafeFileHandle source, string name, FileStatus status, string target, MountAttributes attributes)
    {
        using var mount = MountCalls.Clone(source, recursive: false);
        if ((status.Mode & OwnerDoesAll) != OwnerDoesAll) throw Closed(name, "its owner", "u+rwx");
        if (!TryMap(mount, status, attributes))
        {
            Set(mount, attributes, name);
            if (status.Owner != user) Lend(source, status);
        }

        MountCalls.Move(mount, target);
    }

    /// <summary>Gives what was lent back to its owner: the directories, not what is in them.</summary>
    public void Dispose()
    {
        foreach (var (directory, before) in _lent)
        {
            try
            {
                FileCalls.GiveTo(directory, before.Owner, before.Group);
            }
            catch (IOException)
            {
                // Its file system is gone or takes no more changes: there is nothing to give back.
            }

            directory.Dispose();
        }

        _lent.Clear();
    }

    private void Lend(SafeFileHandle directory, FileStatus before)
    {
        _lent.Add((Posix.DuplicateAbove(directory, 0), before));
        FileCalls.GiveTo(directory, user, user);
    }

    // Not all file systems can; neither can a mount that maps owners already, nor an agent whose rights end at its container.
    private bool TryMap(SafeFileHandle mount, FileStatus status, MountAttributes attributes) =>
        status.Owner == user && status.Group == user
            ? false
            : maps.TrySet(mount, attributes, new(status.Owner, status.Group, user)) switch
            {
                0 => true,
                NotPermitted or Invalid or NotSupported => false,
                var error => throw Posix.Failure("map the owner of a mount", error),
            };

    private static void Set(SafeFileHandle mount, MountAttributes attributes, string name)
    {
        var error = MountCalls.TrySet(mount, attributes, null);
        if (error != 0) throw Posix.Failure($"mount '{name}'", error);
    }

    private static IsolationException Closed(string name, string whom, string mode) =>
        new($"'{name}' is closed to {whom}, so that a slice cannot have it", $"chmod {mode} '{name}'");
}
