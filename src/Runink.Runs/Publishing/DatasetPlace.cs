using Runink.Pipelines.Planning;

namespace Runink.Runs.Publishing;

/// <summary>Where a dataset lies on disk.</summary>
/// <param name="Directory">Absolute path of the directory that its parts are relative to.</param>
/// <param name="Manifest">Absolute path of the manifest beside its data.</param>
internal sealed record DatasetPlace(string Directory, string Manifest)
{
    /// <summary>The manifest of a dataset that is a directory of parts.</summary>
    public const string ManifestName = "_manifest.json";

    /// <summary>The place of a dataset that is a directory of parts, or one plain file.</summary>
    public static DatasetPlace Of(string projectRoot, DatasetRef dataset, bool singleFile)
    {
        var path = Path.GetFullPath(Path.Combine(projectRoot, dataset.Path));
        if (!singleFile) return new(path, Path.Combine(path, ManifestName));
        var directory = Path.GetDirectoryName(path)!;
        return new(directory, Path.Combine(directory, $"_{Path.GetFileName(path)}.manifest.json"));
    }

    /// <summary>Absolute path of a part.</summary>
    public string PathOf(string part) => Path.Combine(Directory, part);
}
