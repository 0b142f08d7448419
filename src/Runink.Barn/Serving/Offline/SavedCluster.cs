namespace Runink.Barn;

/// <summary>
/// What was saved of a cluster: a file with the platform's group, or a directory with a file for every group. Each file is of one moment;
/// those of different groups are of different ones, as no transaction spans groups.
/// </summary>
/// <param name="System">The file of the platform's group.</param>
/// <param name="Others">The files of other groups by their names.</param>
public sealed record SavedCluster(string System, IReadOnlyDictionary<string, string> Others)
{
    private const string Extension = ".snapshot";

    /// <summary>All files.</summary>
    public IEnumerable<string> Files => Others.Values.Prepend(System);

    /// <summary>Where the file of a group is in a directory.</summary>
    public static string FileOf(string directory, string group) => Path.Combine(directory, group + Extension);

    /// <summary>What is saved at a path.</summary>
    /// <param name="path">A file or a directory; it is not read yet.</param>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static SavedCluster At(string path)
    {
        if (!Directory.Exists(path)) return new(path, new Dictionary<string, string>());
        var files = Directory.EnumerateFiles(path, "*" + Extension).ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
        files.Remove(KvGroups.System);
        return new(FileOf(path, KvGroups.System), files);
    }
}
