using System.Globalization;

namespace Runink.Barn;

/// <summary>
/// The directories beside a data directory while it is <see cref="DirectoryRecovery">recovered</see>. The new one is made under a name that
/// bears the new cluster's id, and changes places with the old one, which then gets the name under which it is kept. So whatever a crash
/// leaves under that name says by its own identity which of the two it is.
/// </summary>
internal static class RecoveryLeftovers
{
    private const string Infix = ".recovering-";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None };

    /// <summary>Where the directory of the new cluster is made.</summary>
    public static string AsideOf(string directory, string cluster) => $"{directory}{Infix}{cluster}";

    /// <summary>Gives the old directory the name under which it is kept, durably.</summary>
    /// <param name="directory">The data directory, which is the new one now.</param>
    /// <param name="aside">Where the old one is.</param>
    /// <param name="cluster">The cluster that it is of.</param>
    /// <returns>The name.</returns>
    public static string Keep(string directory, string aside, string cluster)
    {
        var kept = $"{directory}.{cluster}";
        for (var i = 2; Directory.Exists(kept); i++) kept = $"{directory}.{cluster}-{i}";
        Directory.Move(aside, kept);
        Libc.SyncDirectory(Path.GetDirectoryName(kept)!);
        return kept;
    }

    /// <summary>
    /// Finishes a recovery that was cut short if the new directory has been put in its place, else undoes it. One that another process is at
    /// is left to that.
    /// </summary>
    /// <param name="directory">The data directory.</param>
    /// <exception cref="IOException">The disk fails.</exception>
    public static void Settle(string directory)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (Path.GetDirectoryName(path) is not { } parent) return;
        foreach (var found in Directory.GetDirectories(parent, "*", Everything))
            if (found.StartsWith(path + Infix, StringComparison.Ordinal)) Settle(path, found, found[(path.Length + Infix.Length)..]);
    }

    private static void Settle(string directory, string aside, string cluster)
    {
        try
        {
            using var disk = new FileDisk(aside);
            var owner = IdentityFile.Read(disk)?.ClusterId.ToString("x", CultureInfo.InvariantCulture);
            if (owner == cluster || (owner is null && disk.List("wal").Count == 0)) Directory.Delete(aside, recursive: true);
            else if (owner is not null) Keep(directory, aside, owner);
        }
        catch (DirectoryInUseException)
        {
            // It is being finished now.
        }
    }
}
