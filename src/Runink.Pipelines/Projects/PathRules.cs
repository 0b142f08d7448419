namespace Runink.Pipelines.Projects;

/// <summary>Judges paths after links are resolved (semantics section 8): what a feature may read and write.</summary>
internal sealed class PathRules(string root, IReadOnlyList<string> allowed, string keyFile)
{
    /// <summary>The manifest in a dataset that is a directory of parts.</summary>
    public const string ManifestName = "_manifest.json";

    /// <summary>Judges a path as a person wrote it, without wildcards.</summary>
    public PathResolution Judge(string path, bool write)
    {
        if (Malformed(path) is { } fault) return Refuse(fault);
        if (RealPath.Resolve(Path.Combine(root, path)) is not { } real)
            return Refuse($"the links of '{path}' go round in a circle");
        return JudgeReal(path, real, write);
    }

    /// <summary>Judges a path without links.</summary>
    public PathResolution JudgeReal(string written, string real, bool write)
    {
        var (inside, relative) = RealPath.Below(root, real) is { } below ? (below, below) : (BelowAllowed(real), real);
        if (inside is null) return Refuse($"'{written}' {Leads(written, real)} outside of the project");
        if (Reserved(inside) || string.Equals(real, keyFile, RealPath.Comparison))
            return Refuse($"'{written}' {Leads(written, real)} to what Runink keeps for itself");
        if (write && WriteFault(real, inside) is { } fault) return Refuse($"'{written}' {fault}");
        return new PathResolution(relative.Length == 0 ? "." : relative, real, Refusal: null);
    }

    /// <summary>What is wrong with the text of a path, or null.</summary>
    public static string? Malformed(string path)
    {
        if (path.Length == 0) return "the path is empty";
        if (path.Any(char.IsControl)) return "the path holds a control character";
        return path.Contains('\\', StringComparison.Ordinal) ? $"'{path}' holds a backslash; write paths with '/'" : null;
    }

    /// <summary>Whether a name is Runink's own, in any directory and spelling: its state, its staging.</summary>
    public static bool IsReservedName(string name) => name.StartsWith(Project.StateDirectory, StringComparison.OrdinalIgnoreCase);

    private static bool Reserved(string inside) => inside.Split('/').Any(IsReservedName);

    private string? BelowAllowed(string real) =>
        allowed.Select(directory => RealPath.Below(directory, real)).FirstOrDefault(below => below is not null);

    private string? WriteFault(string real, string inside)
    {
        if (RealPath.Below(real, root) is not null) return "holds the project itself and cannot be written as a dataset";
        if (RealPath.Below(real, keyFile) is not null) return "holds the masking key and cannot be written as a dataset";
        if (string.Equals(real, Path.Combine(root, Project.FileName), RealPath.Comparison))
            return "is the project file and cannot be written";
        var names = inside.Split('/');
        if (names.Any(name => name.StartsWith('.')))
            return "lies in a hidden directory or is a hidden file and cannot be written";
        return names[^1] == ManifestName ? "is the name of a manifest and cannot be written" : null;
    }

    private string Leads(string written, string real) =>
        string.Equals(Path.GetFullPath(Path.Combine(root, written)), real, RealPath.Comparison)
            ? "leads"
            : $"leads through a link to '{real}',";

    private static PathResolution Refuse(string why) => new(Relative: null, Absolute: null, why);
}
