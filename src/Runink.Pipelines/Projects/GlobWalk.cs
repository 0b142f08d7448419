using System.Text.RegularExpressions;

namespace Runink.Pipelines.Projects;

/// <summary>
/// Finds the files of a directory or glob. Links are followed, each real directory once, and what they lead to is judged like
/// everything else: one refused file refuses the whole, so that nothing is left out in silence.
/// </summary>
internal sealed class GlobWalk
{
    private const int MaximumFiles = 100_000;
    private const int MaximumDepth = 64;

    private static readonly Regex Everything = Glob.Matcher("*");

    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _onPath = new(StringComparer.Ordinal);
    private readonly PathRules _rules;
    private readonly string _root;
    private readonly IReadOnlyList<string[]> _patterns;

    private GlobWalk(PathRules rules, string root, IReadOnlyList<string[]> patterns) => (_rules, _root, _patterns) = (rules, root, patterns);

    // Why the walk cannot go on, or null.
    private string? Refusal { get; set; }

    /// <summary>The files that fit a pattern.</summary>
    /// <param name="rules">What may be read.</param>
    /// <param name="root">Where the walk begins: an absolute path without links.</param>
    /// <param name="patterns">What stands below it, each split into components.</param>
    public static GlobExpansion Expand(PathRules rules, string root, IReadOnlyList<string[]> patterns)
    {
        var walk = new GlobWalk(rules, root, patterns);
        foreach (var parts in patterns) walk.Match(root, parts);
        return new GlobExpansion(walk.Refusal is null ? [.. walk._files] : [], walk.Refusal);
    }

    private void Match(string directory, ReadOnlySpan<string> parts)
    {
        if (Refusal is not null || parts.IsEmpty) return;
        if (parts[0] == "**")
        {
            if (parts.Length == 1) MatchFiles(directory, Everything);
            else Match(directory, parts[1..]);
            Descend(directory, parts);
        }
        else if (!Glob.IsPattern(parts[0])) MatchName(Path.Combine(directory, parts[0]), parts[1..]);
        else if (parts.Length == 1) MatchFiles(directory, Glob.Matcher(parts[0]));
        else
        {
            var matcher = Glob.Matcher(parts[0]);
            foreach (var below in Directories(directory).Where(path => matcher.IsMatch(Path.GetFileName(path))))
                Match(below, parts[1..]);
        }
    }

    // Adds one file, if it may be read.
    private void Add(string path)
    {
        if (Refusal is not null) return;
        var name = path.Replace('\\', '/');
        var resolution = RealPath.Resolve(path) is { } real
            ? _rules.JudgeReal(name, real, write: false)
            : new PathResolution(null, null, $"the links of '{name}' go round in a circle");
        Refusal = resolution.Refusal ?? Trespass(path, resolution.Absolute!);
        if (resolution.Relative is { } relative) _files.Add(relative);
        if (_files.Count > MaximumFiles) Refusal = $"this stands for more than {MaximumFiles} files";
    }

    // What tells which scenario writes what another reads goes by paths: through a link, a dataset would be read past its classifications.
    private string? Trespass(string path, string real)
    {
        if (string.Equals(path, real, RealPath.Comparison) || WrittenDataset(real) is not { } dataset || IsNamed(real)) return null;
        return $"'{path}' leads through a link into '{dataset}', which a run has written; name that dataset itself";
    }

    private bool IsNamed(string real)
    {
        var parts = RealPath.Below(_root, real)?.Split('/');
        return parts is not null && _patterns.Any(pattern => Glob.Fits(parts, pattern));
    }

    // One that holds the walk's root is named by it.
    private string? WrittenDataset(string real)
    {
        var directory = Path.GetDirectoryName(real)!;
        if (File.Exists(Path.Combine(directory, $"_{Path.GetFileName(real)}.manifest.json"))) return real;
        for (var above = directory; above is not null && RealPath.Below(above, _root) is null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(Path.Combine(above, PathRules.ManifestName))) return above;
        }

        return null;
    }

    private void MatchName(string path, ReadOnlySpan<string> rest)
    {
        if (!rest.IsEmpty && Directory.Exists(path)) Match(path, rest);
        else if (rest.IsEmpty && File.Exists(path)) Add(path);
    }

    private void MatchFiles(string directory, Regex matcher)
    {
        foreach (var path in Entries(directory, Directory.EnumerateFiles))
        {
            if (matcher.IsMatch(Path.GetFileName(path))) Add(path);
        }
    }

    private void Descend(string directory, ReadOnlySpan<string> parts)
    {
        if (RealPath.Resolve(directory) is not { } real || !_onPath.Add(real)) return;
        if (_onPath.Count > MaximumDepth) Refusal ??= $"'{directory}' is nested more than {MaximumDepth} levels deep";
        foreach (var below in Directories(directory)) Match(below, parts);
        _onPath.Remove(real);
    }

    private IEnumerable<string> Directories(string directory) => Entries(directory, Directory.EnumerateDirectories);

    private IReadOnlyList<string> Entries(string directory, Func<string, IEnumerable<string>> enumerate)
    {
        try
        {
            return Refusal is null && Directory.Exists(directory) ? [.. enumerate(directory).Where(Visible)] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Refusal = $"the directory '{directory}' cannot be read: {failure.Message}";
            return [];
        }
    }

    private static bool Visible(string path) => Path.GetFileName(path)[0] is not ('.' or '_');
}
