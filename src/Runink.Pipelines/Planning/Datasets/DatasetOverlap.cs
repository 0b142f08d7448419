using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Planning.Datasets;

/// <summary>Whether files of one dataset could be files of another. Thread-safe.</summary>
public static class DatasetOverlap
{
    /// <summary>
    /// Whether two datasets without wildcards are the same place or one lies in the other, whatever their formats.
    /// </summary>
    public static bool Nested(DatasetRef one, DatasetRef other) => IsBelow(one.Path, other.Path) || IsBelow(other.Path, one.Path);

    /// <summary>
    /// Whether a source, which may have wildcards, could read what a sink writes, or a sink could remove what a source reads.
    /// </summary>
    public static bool Reads(DatasetRef source, DatasetRef sink)
    {
        if (!Glob.IsGlob(source.Path)) return Nested(source, sink);
        if (Glob.Parse(source.Path).Glob is not { } glob) return false;
        var prefix = glob.Prefix == "/" ? glob.Prefix : glob.Prefix.TrimEnd('/');
        if (prefix.Length > 0 && IsBelow(prefix, sink.Path)) return true;
        if (!IsBelow(sink.Path, prefix)) return false;
        var parts = sink.Path[prefix.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return glob.Patterns.Any(pattern => CouldMatch(pattern, parts, sink.LooksLikeFile));
    }

    // A directory of parts is met when the pattern's first components match it: what follows could match a part.
    private static bool CouldMatch(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path, bool isFile)
    {
        if (path.IsEmpty) return pattern.IsEmpty || !isFile || pattern.IndexOfAnyExcept("**") < 0;
        if (pattern.IsEmpty) return false;
        if (pattern[0] == "**") return CouldMatch(pattern[1..], path, isFile) || CouldMatch(pattern, path[1..], isFile);
        return Glob.Matcher(pattern[0]).IsMatch(path[0]) && CouldMatch(pattern[1..], path[1..], isFile);
    }

    private static bool IsBelow(string path, string directory) => directory switch
    {
        // An absolute path is one outside of the project.
        "" or "." => !Path.IsPathRooted(path),
        "/" => Path.IsPathRooted(path),
        _ => string.Equals(path, directory, StringComparison.Ordinal)
            || (path.StartsWith(directory, StringComparison.Ordinal) && path[directory.Length] == '/'),
    };
}
