using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// <c>/etc</c> and <c>/dev</c> of a sandbox, built by the thread that starts it where nobody else sees it. Bubblewrap can build them
/// as well, file by file, and reads all mounts of the machine again after each: a third of what it does at all.
/// </summary>
internal static class SystemDirectories
{
    /// <summary>What becomes <c>/etc</c>.</summary>
    public const string Etc = $"{PrivateMounts.Directory}/etc";

    /// <summary>What becomes <c>/dev</c>: the devices, and a place to mount shared memory on.</summary>
    public const string Devices = $"{PrivateMounts.Directory}/dev";

    private const int OthersMayWrite = 0x12; // --- -w- -w-

    private static readonly string[] Nodes = ["null", "zero", "full", "random", "urandom", "tty"];

    private static readonly Dictionary<string, string> Links = new(StringComparer.Ordinal)
    {
        ["fd"] = "/proc/self/fd",
        ["stdin"] = "/proc/self/fd/0",
        ["stdout"] = "/proc/self/fd/1",
        ["stderr"] = "/proc/self/fd/2",
    };

    /// <summary>Whether a sandbox can have them: not when it wants files of its own in them, as they are read-only.</summary>
    public static bool Fit(SandboxSpec spec) => !spec.Readable.Concat(spec.Writable).Any(mount => IsIn(mount.Path, "/etc") || IsIn(mount.Path, "/dev"));

    /// <summary>Builds both in the private mounts of the calling thread.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static void Make()
    {
        // The agent's own mask is for its files; the thread has one of its own since it has mounts of its own.
        var mask = FileCalls.SetUmask(OthersMayWrite);
        foreach (var (path, content) in SandboxRoot.Files)
        {
            var file = PrivateMounts.Directory + path;
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }

        foreach (var source in SandboxRoot.Etc.Where(Path.Exists)) MountOn(PrivateMounts.Directory + source, source);
        MakeDevices();
        _ = FileCalls.SetUmask(mask);
    }

    // A file system of its own, since devices have no effect on the one around it.
    private static void MakeDevices()
    {
        Directory.CreateDirectory(Devices);
        MountCalls.MountDevices(Devices, "mode=0755,size=64k");
        Directory.CreateDirectory($"{Devices}/shm");
        foreach (var node in Nodes) MountOn($"{Devices}/{node}", $"/dev/{node}");
        foreach (var (name, target) in Links) File.CreateSymbolicLink($"{Devices}/{name}", target);
        MountCalls.CloseDevices(Devices);
    }

    private static void MountOn(string place, string source)
    {
        if (Directory.Exists(source))
        {
            Directory.CreateDirectory(place);
        }
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);

            // Not by opening it: a program that another thread is just starting would have it open, too, and what somebody may
            // write to cannot be made read-only.
            FileCalls.MakeEmpty(place);
        }

        MountCalls.Bind(source, place);
    }

    private static bool IsIn(string path, string directory) =>
        path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal);
}
