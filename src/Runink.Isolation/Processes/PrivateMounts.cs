namespace Runink.Isolation.Processes;

/// <summary>
/// Files of root's, put where a program without rights can name them: an unprivileged sandbox binds by path, and the path to a
/// file may lead through directories that are closed to it. The mounts are in a mount namespace of the calling thread, so
/// nobody else sees them and they are gone with it; a program that the thread starts inherits them.
/// </summary>
/// <param name="paths">The files. Links in them are followed, by root.</param>
internal sealed class PrivateMounts(IReadOnlyList<string> paths)
{
    /// <summary>
    /// Where the files are to be found, by their index: a directory that every system has and no launcher needs.
    /// </summary>
    public const string Directory = "/run";

    private const string NameServices = "/etc/nsswitch.conf";

    /// <summary>What the thread does first, when nothing is seen of it any more; nothing when null.</summary>
    public Action? Before { get; init; }

    /// <summary>What the thread does when they are in place; nothing when null.</summary>
    public Action? After { get; init; }

    /// <summary>Where the file with an index is found.</summary>
    public static string PathOf(int index) => $"{Directory}/{index}";

    /// <summary>
    /// Mounts them for the calling thread and what it starts from now on. The thread must not be one of a pool.
    /// </summary>
    /// <exception cref="IOException">A path does not exist, or the kernel refuses.</exception>
    public void Mount()
    {
        MountCalls.LeaveTheMachine();
        Before?.Invoke();

        // Opened before the directory is covered, as they may lie in it.
        var sources = paths.Select(Posix.Name).ToList();
        MountCalls.MountMemory(Directory, "mode=0755,size=1m");
        for (var i = 0; i < sources.Count; i++)
        {
            var source = $"/proc/self/fd/{sources[i].DangerousGetHandle()}";
            if (System.IO.Directory.Exists(source)) System.IO.Directory.CreateDirectory(PathOf(i));
            else File.Create(PathOf(i)).Dispose();
            MountCalls.Bind(source, PathOf(i));
            sources[i].Dispose();
        }

        HideUserDatabases();
        After?.Invoke();
    }

    // setpriv looks its numbers up as if they were names: in what systemd, sssd or a directory server know, several libraries and
    // up to a network away, and finds nothing. Behind this file it reads /etc/passwd alone.
    private static void HideUserDatabases()
    {
        if (!File.Exists(NameServices)) return;
        const string Files = $"{Directory}/nsswitch";
        File.WriteAllText(Files, "passwd: files\ngroup: files\n");
        MountCalls.Bind(Files, NameServices);
    }
}
