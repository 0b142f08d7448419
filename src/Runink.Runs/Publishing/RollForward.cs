using Runink.Runs.Files;
using Runink.Runs.Ledger;

namespace Runink.Runs.Publishing;

/// <summary>
/// Brings a dataset's directory to the state that was committed: parts into place, then the manifest, then away with what was
/// replaced. Every step may be repeated, so it is simply run again from the start after a crash at any point.
/// The caller holds the dataset's lock, and has checked that <paramref name="manifest"/> is still the newest.
/// </summary>
internal sealed class RollForward(
    IFileOperations files, string projectRoot, DatasetPlace place, StageOutput output, DatasetManifest manifest)
{
    /// <summary>Runs all steps.</summary>
    public void Run()
    {
        MoveParts();
        ManifestFile.Replace(files, place.Manifest, manifest);
        RemoveSuperseded();
    }

    private void MoveParts()
    {
        files.CreateDirectory(place.Directory);
        foreach (var part in output.Parts)
        {
            var staged = Path.Combine(projectRoot, output.Staging, part.Staged);
            var target = place.PathOf(part.Path);
            if (files.Size(staged) is null)
            {
                if (files.Size(target) == part.Size) continue;
                throw new IOException($"'{target}' was committed but is neither in place nor in '{staged}'");
            }

            files.CreateDirectory(Path.GetDirectoryName(target)!);
            files.Move(staged, target);
        }

        foreach (var directory in DirectoriesOf(output.Parts.Select(part => part.Path))) files.SyncDirectory(directory);
    }

    private void RemoveSuperseded()
    {
        foreach (var path in output.Superseded) files.Delete(place.PathOf(path));
        foreach (var directory in DirectoriesOf(output.Superseded).OrderByDescending(directory => directory.Length))
            RemoveEmpty(directory);
    }

    private void RemoveEmpty(string directory)
    {
        for (; directory.Length > place.Directory.Length; directory = Path.GetDirectoryName(directory)!)
            files.DeleteIfEmpty(directory);
    }

    private IEnumerable<string> DirectoriesOf(IEnumerable<string> parts) =>
        parts.Select(part => Path.GetDirectoryName(place.PathOf(part))!).Distinct(StringComparer.Ordinal);
}
