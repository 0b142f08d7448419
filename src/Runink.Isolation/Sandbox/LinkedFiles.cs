using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// Files for a sandbox of an agent that is not root. Bubblewrap binds each, and reads all mounts before the next: a thousand take
/// it seconds. So where there are many, those that can be get another name in one directory, which is bound instead.
/// </summary>
internal static class LinkedFiles
{
    private const int FewEnough = 64;
    private const int MostBound = 1024;

    /// <summary>What is to be bound, outer paths first.</summary>
    /// <param name="files">The files, which have been checked.</param>
    /// <param name="directory">A directory of the slice's alone, to be made; it goes with the slice.</param>
    /// <returns>What is readable, then what is writable.</returns>
    /// <exception cref="IsolationException">Too many of them can only be bound.</exception>
    /// <exception cref="IOException">A directory cannot be made.</exception>
    public static (IReadOnlyList<SandboxMount> Readable, IReadOnlyList<SandboxMount> Writable) Gather(
        SandboxFiles files, string directory)
    {
        if (files.Readable.Count <= FewEnough) return (files.Readable, files.Writable);
        Directory.CreateDirectory(directory);
        var bound = files.Readable.Where(mount => !TryLink(mount, PlaceOf(mount, directory))).ToList();
        if (bound.Count > MostBound)
        {
            throw new IsolationException(
                $"{bound.Count:N0} files belong to others or lie on other file systems; a slice can have {MostBound:N0} of those",
                "combine small files into larger ones, or run as root");
        }

        // What is bound over the directory needs something there to be mounted on.
        foreach (var mount in bound.Concat(files.Writable)) MakePlace(mount, PlaceOf(mount, directory));
        return ([new(directory, SandboxFiles.Root), .. bound], files.Writable);
    }

    private static string PlaceOf(SandboxMount mount, string directory)
    {
        var place = directory + mount.Path[SandboxFiles.Root.Length..];
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        return place;
    }

    // Plain files and pipes. A link would show where it leads, and a directory has one name only.
    private static bool TryLink(SandboxMount mount, string place)
    {
        var attributes = File.GetAttributes(mount.HostPath);
        return !attributes.HasFlag(FileAttributes.Directory) && !attributes.HasFlag(FileAttributes.ReparsePoint)
            && FileCalls.TryLink(mount.HostPath, place);
    }

    private static void MakePlace(SandboxMount mount, string place)
    {
        if (Directory.Exists(mount.HostPath)) Directory.CreateDirectory(place);
        else File.Create(place).Dispose();
    }
}
