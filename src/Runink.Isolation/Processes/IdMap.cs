using Microsoft.Win32.SafeHandles;
using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Processes;

/// <summary>Says as whose files those of an owner are seen.</summary>
/// <param name="Owner">The user they belong to on the disk.</param>
/// <param name="Group">The group they belong to there.</param>
/// <param name="User">The user they are seen to belong to; its group has the same number.</param>
internal readonly record struct IdMap(uint Owner, uint Group, uint User)
{
    private const string UntilTheInputEnds = "echo; read -r _";

    /// <summary>
    /// Makes a user namespace that says so, in which no process remains. A process of several threads, as this one is, cannot
    /// enter a new one, so that a shell does for a moment.
    /// </summary>
    /// <param name="unshare">The program of that name.</param>
    /// <remarks>
    /// Starts no thread and completes no task: the calling thread may have namespaces of its own, which a thread inherits.
    /// </remarks>
    /// <exception cref="IOException">The machine refuses.</exception>
    public SafeFileHandle Open(string unshare)
    {
        using var descriptors = new DescriptorTable();
        using var pipes = StandardPipes.Make(descriptors);
        var process = PosixSpawn.Start(new()
        {
            Program = unshare,
            Arguments = ["--user", "--", "/bin/sh", "-c", UntilTheInputEnds],
            Environment = [],
            Descriptors = descriptors.Mappings,
        });
        try
        {
            descriptors.Dispose();
            if (pipes.Output.ReadByte() < 0)
            {
                using var complaint = new StreamReader(pipes.Error, leaveOpen: true);
                throw new IOException($"cannot make a user namespace: {complaint.ReadToEnd().Trim()}");
            }

            // The shell waits for the end of its input, so the number is its own.
            CgroupFile.Write($"/proc/{process}/uid_map", $"{Owner} {User} 1");
            CgroupFile.Write($"/proc/{process}/gid_map", $"{Group} {User} 1");
            return Posix.OpenForReading($"/proc/{process}/ns/user");
        }
        finally
        {
            pipes.Input.Dispose();
            Posix.AwaitEnd(process);
        }
    }
}
