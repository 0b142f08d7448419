namespace Runink.Isolation.Sandbox;

/// <summary>The programs that a launch goes through.</summary>
/// <param name="Bubblewrap">Absolute path of <c>bwrap</c>.</param>
/// <param name="Setpriv">Absolute path of <c>setpriv</c>; null when the agent is not root and does not need it.</param>
/// <param name="Unshare">Absolute path of <c>unshare</c>, likewise.</param>
internal sealed record LaunchTools(string Bubblewrap, string? Setpriv, string? Unshare)
{
    // Not the caller's PATH: what starts as root is taken from where only root can put it.
    private static readonly string[] Places = ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin"];

    /// <summary>Finds them.</summary>
    /// <exception cref="IsolationException">One is missing.</exception>
    public static LaunchTools Find(bool root) => Find(root, Places);

    /// <summary>Finds them in these directories, the first that has one.</summary>
    public static LaunchTools Find(bool root, IReadOnlyList<string> places) => new(
        Find("bwrap", places) ?? throw Missing("bwrap", "bubblewrap"),
        root ? Find("setpriv", places) ?? throw Missing("setpriv", "util-linux") : null,
        root ? Find("unshare", places) ?? throw Missing("unshare", "util-linux") : null);

    private static string? Find(string name, IReadOnlyList<string> places) =>
        places.Select(place => Path.Join(place, name)).FirstOrDefault(File.Exists);

    private static IsolationException Missing(string program, string package) => new(
        $"{program} is not installed, and slices are isolated by it",
        $"apt-get install {package} (or your system's package of that name)");
}
