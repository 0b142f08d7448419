using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Runs.Ledger;

namespace Runink.Runs.Publishing;

/// <summary>How Runink itself reads datasets: by their manifests, so never half of one. Thread-safe.</summary>
public sealed class DatasetReader(Project project)
{
    private const int Tries = 10;

    /// <summary>
    /// The files of a dataset at this moment. A glob, and a dataset that no run wrote, is what lies there. Nothing to read is
    /// an error that names <paramref name="at"/>, unless it <paramref name="mayBeEmpty"/>.
    /// </summary>
    public DatasetFiles Resolve(DatasetRef dataset, SourceSpan? at = null, bool mayBeEmpty = false)
    {
        var manifest = Manifest(dataset);
        for (var attempt = 1; manifest is not null; attempt++)
        {
            if (FirstMissing(dataset, manifest) is not { } missing) return new(dataset, manifest, PathsOf(dataset, manifest, at));

            // A plain file is whole at every moment; its manifest lags behind it, or a person has edited it.
            if (File.Exists(Path.Combine(project.Root, dataset.Path))) return Expand(dataset, at, mayBeEmpty);

            // A part that is gone was replaced by a newer state, whose manifest was in place before the part went.
            var newer = Manifest(dataset);
            if (newer == manifest || attempt == Tries)
            {
                var message = $"{dataset} misses '{missing}', or it has another size";
                throw new RuninkException(RunErrors.DatasetDamaged.Error(message, at), ExitCodes.BadInput);
            }

            manifest = newer;
        }

        return Expand(dataset, at, mayBeEmpty);
    }

    /// <summary>The manifest beside a dataset's data, or null. Not settled: its parts may be replaced at any moment.</summary>
    public DatasetManifest? Manifest(DatasetRef dataset) => ManifestFile.Read(PlaceOf(dataset).Manifest);

    private DatasetPlace PlaceOf(DatasetRef dataset) => DatasetPlace.Of(
        project.Root, dataset, singleFile: !Directory.Exists(Path.Combine(project.Root, dataset.Path)));

    private string? FirstMissing(DatasetRef dataset, DatasetManifest manifest)
    {
        var place = PlaceOf(dataset);
        return manifest.Parts.FirstOrDefault(
            part => new FileInfo(place.PathOf(part.Path)) is not { Exists: true } file || file.Length != part.Size)?.Path;
    }

    /// <summary>A manifest is a file like any other and a part may be a link: the rules for paths hold for both.</summary>
    private List<string> PathsOf(DatasetRef dataset, DatasetManifest manifest, SourceSpan? at)
    {
        var place = PlaceOf(dataset);
        var outside = Path.IsPathRooted(dataset.Path);
        List<string> paths = [.. manifest.Parts.Select(part =>
            outside ? place.PathOf(part.Path) : Path.GetRelativePath(project.Root, place.PathOf(part.Path)).Replace('\\', '/'))];
        var refusals = paths.Select(path => project.ResolveRead(path).Refusal);
        if (refusals.FirstOrDefault(refusal => refusal is not null) is { } why) throw Refused(dataset, why, at);
        return paths;
    }

    private DatasetFiles Expand(DatasetRef dataset, SourceSpan? at, bool mayBeEmpty)
    {
        var expansion = project.ExpandGlob(dataset.Path);
        if (expansion.Refusal is { } refusal) throw Refused(dataset, refusal, at);
        return mayBeEmpty || expansion.Files.Count > 0
            ? new(dataset, null, expansion.Files)
            : throw new RuninkException(RunErrors.InputMissing.Error($"{dataset}: no file matches", at), ExitCodes.BadInput);
    }

    private static RuninkException Refused(DatasetRef dataset, string refusal, SourceSpan? at) =>
        new(RunErrors.PathRefused.Error($"{dataset} may not be read: {refusal}", at), ExitCodes.BadInput);
}
