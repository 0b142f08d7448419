namespace Runink.Isolation.Sandbox;

/// <summary>
/// What every sandbox has of the system, read-only: programs, libraries and the few files of <c>/etc</c> without which they do
/// not run. Nothing else of <c>/etc</c>, and nothing of <c>/root</c>, <c>/home</c>, <c>/var</c>, <c>/run</c>, <c>/srv</c>.
/// </summary>
internal static class SandboxRoot
{
    /// <summary>The user and the group that a slice is, as itself sees it.</summary>
    public const int User = 1000;

    private static readonly string[] Directories = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    /// <summary>
    /// What it has of <c>/etc</c>: the loader's index, what "java" and "awk" point to, whom to trust, and what Debian's Java does
    /// not start without.
    /// </summary>
    public static IReadOnlyList<string> Etc { get; } =
        ["/etc/ld.so.cache", "/etc/alternatives", "/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/pki/ca-trust/extracted", .. JavaSettings()];

    /// <summary>What stands in the environment unless the sandbox says otherwise.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["HOME"] = "/tmp",
        ["LANG"] = "C.UTF-8",
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        // There is no /etc/localtime. Who looks for it, as the engine does, opens all files of the time zones to compare them: 20 ms of a start.
        ["TZ"] = "UTC",
        ["TMPDIR"] = "/tmp",
    };

    /// <summary>Small files that every sandbox has, made for it.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["/etc/passwd"] = $"slice:x:{User}:{User}:slice:/tmp:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
        ["/etc/group"] = $"slice:x:{User}:\nnogroup:x:65534:\n",
        ["/etc/hosts"] = "127.0.0.1 localhost\n::1 localhost\n",
        ["/etc/nsswitch.conf"] = "passwd: files\ngroup: files\nhosts: files\n",
    };

    /// <summary>The arguments that bind the programs of this machine.</summary>
    public static IEnumerable<string> Programs()
    {
        string[] usr = ["--ro-bind", "/usr", "/usr"];
        return usr.Concat(Directories.Where(Path.Exists).SelectMany(Linked));
    }

    /// <summary>The arguments that bind what programs read of <c>/etc</c>.</summary>
    public static IEnumerable<string> Settings() => Etc.Where(Path.Exists).SelectMany(Bound);

    private static string[] JavaSettings() => Directory.Exists("/etc") ? Directory.GetDirectories("/etc", "java-*") : [];

    // Most systems have /bin as a link into /usr; the sandbox has it the same way.
    private static string[] Linked(string directory) =>
        new DirectoryInfo(directory).LinkTarget is { } target ? ["--symlink", target, directory] : Bound(directory);

    private static string[] Bound(string path) => ["--ro-bind", path, path];
}
