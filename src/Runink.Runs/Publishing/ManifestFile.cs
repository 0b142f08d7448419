using Runink.Pipelines.Diagnostics;
using Runink.Runs.Files;
using Runink.Runs.Ledger;

namespace Runink.Runs.Publishing;

/// <summary>The manifest beside a dataset's data: replaced as a whole, so that a reader sees the old or the new one.</summary>
internal static class ManifestFile
{
    /// <summary>The manifest in a file, or null when there is none. One that lists what no run wrote is refused.</summary>
    public static DatasetManifest? Read(string path)
    {
        try
        {
            var manifest = LedgerJson.Read<DatasetManifest>(File.ReadAllBytes(path), DatasetManifest.CurrentVersion, path);
            if (manifest.Parts.FirstOrDefault(part => !PartPath.IsValid(part.Path)) is not { } stray) return manifest;
            var message = $"{path} lists '{stray.Path}', which no run can have written";
            throw new RuninkException(RunErrors.RecordUnreadable.Error(message, at: null), ExitCodes.WorkFailed);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a manifest aside, forces it to disk and renames it over the old one.</summary>
    public static void Replace(IFileOperations files, string path, DatasetManifest manifest)
    {
        var directory = Path.GetDirectoryName(path)!;
        var aside = Path.Combine(directory, $".{Path.GetFileName(path)}.new");
        files.Write(aside, LedgerJson.Write(manifest));
        files.Move(aside, path);
        files.SyncDirectory(directory);
    }
}
