namespace Runink.Isolation.Sandbox;

/// <summary>Finds what is wrong with a list of files before anything is made for it. Pure.</summary>
internal static class SandboxFilesCheck
{
    private const string Prefix = SandboxFiles.Root + "/";

    /// <summary>Says what is wrong; null when nothing is.</summary>
    /// <param name="files">The files.</param>
    /// <param name="most">How many there may be.</param>
    public static string? Fault(SandboxFiles files, int most)
    {
        var count = files.Readable.Count + files.Writable.Count;
        if (count > most) return $"{count:N0} files, and a slice can have {most:N0} here: combine small ones into larger ones";
        var taken = new HashSet<string>(count, StringComparer.Ordinal);
        var above = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mount in files.Readable.Concat(files.Writable))
        {
            if (PathFault(mount) is { } fault) return fault;
            if (!taken.Add(mount.Path)) return $"'{mount.Path}' is there twice";
            for (var end = mount.Path.LastIndexOf('/'); end > Prefix.Length; end = mount.Path.LastIndexOf('/', end - 1))
            {
                if (!above.Add(mount.Path[..end])) break;
            }
        }

        return taken.FirstOrDefault(above.Contains) is { } covered ? $"'{covered}' is a file and has another beneath it" : null;
    }

    private static string? PathFault(SandboxMount mount)
    {
        if (SandboxSpecCheck.PathFault(mount.HostPath) is { } fault) return fault;
        return !mount.Path.StartsWith(Prefix, StringComparison.Ordinal)
            || mount.Path[Prefix.Length..].Split('/').Any(name => name is "" or "." or "..")
            || mount.Path.Contains('\0', StringComparison.Ordinal)
            ? $"'{mount.Path}' is not a path beneath {SandboxFiles.Root}"
            : null;
    }
}
