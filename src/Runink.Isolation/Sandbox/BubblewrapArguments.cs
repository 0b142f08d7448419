using System.Globalization;

namespace Runink.Isolation.Sandbox;

/// <summary>Numbers of the descriptors that bubblewrap itself reads from and writes to.</summary>
/// <param name="Status">What it tells about the sandbox.</param>
/// <param name="Lock">What stays open as long as the sandbox lives.</param>
/// <param name="Seccomp">The filter of system calls; null for none.</param>
/// <param name="Files">Contents by path in the sandbox.</param>
internal sealed record BubblewrapDescriptors(int Status, int Lock, int? Seccomp, IReadOnlyDictionary<string, int> Files);

/// <summary>Says a sandbox in bubblewrap's words. Later arguments lie over earlier ones.</summary>
internal static class BubblewrapArguments
{
    /// <summary>Where secrets are.</summary>
    public const string SecretsDirectory = "/run/secrets";

    private const long SecretsBytes = 4 << 20;

    private static readonly string[] Prepared = ["--ro-bind", SystemDirectories.Etc, "/etc", "--dev-bind", SystemDirectories.Devices, "/dev"];

    /// <summary>All arguments before the program.</summary>
    /// <param name="spec">The sandbox.</param>
    /// <param name="sources">Where the launcher finds what is readable, then what is writable.</param>
    /// <param name="descriptors">What bubblewrap reads and writes.</param>
    /// <param name="prepared">Whether the launcher built <see cref="SystemDirectories"/>; else bubblewrap does so.</param>
    public static IEnumerable<string> Of(
        SandboxSpec spec, IReadOnlyList<string> sources, BubblewrapDescriptors descriptors, bool prepared) =>
    [
        "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup",
        "--disable-userns",
        "--uid", Text(SandboxRoot.User), "--gid", Text(SandboxRoot.User), "--hostname", spec.Hostname, "--cap-drop", "ALL",
        "--die-with-parent", "--new-session",
        "--json-status-fd", Text(descriptors.Status), "--sync-fd", Text(descriptors.Lock),
        .. descriptors.Seccomp is { } seccomp ? ["--seccomp", Text(seccomp)] : Array.Empty<string>(),
        "--clearenv", .. EnvironmentOf(spec).SelectMany(variable => new[] { "--setenv", variable.Key, variable.Value }),
        .. SandboxRoot.Programs(), .. prepared ? Prepared : Built(descriptors),
        "--proc", "/proc",
        .. Memory(spec, "/dev/shm"), .. prepared ? Array.Empty<string>() : ["--remount-ro", "/dev"],
        .. Memory(spec, "/tmp"),
        .. Secrets(spec, descriptors),
        .. Mounts(spec, sources),
        .. spec.Furnishable && spec.Files is null ? ["--dir", SandboxFiles.Root] : Array.Empty<string>(),
        "--remount-ro", "/", "--chdir", spec.WorkingDirectory,
    ];

    /// <summary>The environment of the program.</summary>
    public static IEnumerable<KeyValuePair<string, string>> EnvironmentOf(SandboxSpec spec) =>
        SandboxRoot.Environment.Where(variable => !spec.Environment.ContainsKey(variable.Key)).Concat(spec.Environment);

    /// <summary>Where a secret is.</summary>
    public static string PathOfSecret(string name) => $"{SecretsDirectory}/{name}";

    private static string[] Built(BubblewrapDescriptors descriptors) =>
        [.. SandboxRoot.Settings(), .. SandboxRoot.Files.Keys.SelectMany(path => File(path, "0444", descriptors)), "--dev", "/dev"];

    private static string[] Memory(SandboxSpec spec, string place) =>
        ["--size", Text(spec.Limits.WorkBytes), "--perms", "1777", "--tmpfs", place];

    private static IEnumerable<string> Secrets(SandboxSpec spec, BubblewrapDescriptors descriptors)
    {
        if (spec.Secrets.Count == 0) return [];
        string[] before = ["--size", Text(SecretsBytes), "--perms", "0700", "--tmpfs", SecretsDirectory];
        string[] after = ["--remount-ro", SecretsDirectory];
        return before.Concat(spec.Secrets.Keys.SelectMany(name => File(PathOfSecret(name), "0400", descriptors))).Concat(after);
    }

    // Outer directories come before what is mounted in them.
    private static IEnumerable<string> Mounts(SandboxSpec spec, IReadOnlyList<string> sources) => spec.Readable
        .Select((mount, i) => (Option: "--ro-bind", Source: sources[i], mount.Path))
        .Concat(spec.Writable.Select((mount, i) => (Option: "--bind", Source: sources[spec.Readable.Count + i], mount.Path)))
        .OrderBy(mount => mount.Path, StringComparer.Ordinal)
        .SelectMany(mount => new[] { mount.Option, mount.Source, mount.Path });

    private static string[] File(string path, string mode, BubblewrapDescriptors descriptors) =>
        ["--perms", mode, "--file", Text(descriptors.Files[path]), path];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
