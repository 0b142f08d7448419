using System.ComponentModel;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>Builds what a slice sees beneath <see cref="SandboxFiles.Root"/>: directories in memory, and mounts in them.</summary>
/// <param name="files">The files, which have been checked.</param>
/// <param name="given">What gives them to the slice.</param>
internal sealed class FileTree(SandboxFiles files, GivenFiles given)
{
    private const int NoSpace = 28;
    private const int Loop = 40;
    private const int OthersMayWrite = 0x12; // ----w--w-
    private const string OpenToAll = "mode=0755,size=1m,nr_inodes=0";
    private const MountAttributes Harmless = MountAttributes.NoSetuid | MountAttributes.NoDevices | MountAttributes.NoExec;
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>
    /// Builds it at a directory, which must not hold any of the files, for the calling thread alone. It has left the machine's
    /// mounts.
    /// </summary>
    /// <exception cref="IsolationException">A file cannot be given, with the reason.</exception>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Build(string directory)
    {
        MountCalls.MountMemory(directory, OpenToAll);
        var umask = FileCalls.SetUmask(OthersMayWrite);
        try
        {
            foreach (var mount in files.Readable) Give(directory, mount, writable: false);
            foreach (var mount in files.Writable) Give(directory, mount, writable: true);
        }
        catch (IOException failure) when (failure.InnerException is Win32Exception { NativeErrorCode: NoSpace })
        {
            throw new IsolationException(
                $"the kernel has no room for {files.Readable.Count + files.Writable.Count:N0} mounts",
                "raise sysctl fs.mount-max, or combine small files into larger ones",
                failure);
        }
        finally
        {
            FileCalls.SetUmask(umask);
        }

        using var root = Posix.Name(directory);
        var error = MountCalls.TrySet(root, Harmless | MountAttributes.ReadOnly, null);
        if (error != 0) throw Posix.Failure("close the root of a slice's files", error);
    }

    private void Give(string directory, SandboxMount mount, bool writable)
    {
        using var source = Open(mount.HostPath);
        var status = FileCalls.StatusOf(source);
        var target = directory + mount.Path[SandboxFiles.Root.Length..];
        MakeParents(target, directory.Length);
        if (status.IsDirectory) Directory.CreateDirectory(target);
        else if (writable || !(status.IsFile || status.IsPipe)) throw Unfit(mount.HostPath, writable);
        else FileCalls.MakeEmpty(target);
        if (writable) given.MountWritable(source, mount.HostPath, status, target, Harmless);
        else given.MountReadable(source, mount.HostPath, status, target, Harmless);
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Open(string path)
    {
        try
        {
            return MountCalls.NameWithoutLinks(path);
        }
        catch (IOException failure)
        {
            var isLink = failure.InnerException is Win32Exception { NativeErrorCode: Loop };
            throw new IsolationException(
                isLink ? $"a link stands on the path '{path}' where none was" : failure.Message,
                isLink ? "do not move files while a run uses them; start it again" : "start the run again once it is there",
                failure);
        }
    }

    private static IsolationException Unfit(string path, bool writable) => new(
        $"'{path}' is {(writable ? "not a directory, and only directories can be written" : "neither file, directory nor pipe")}",
        "correct the description of the slice");

    private void MakeParents(string target, int root)
    {
        var parent = target[..target.LastIndexOf('/')];
        if (parent.Length > root && _made.Add(parent)) Directory.CreateDirectory(parent);
    }
}
