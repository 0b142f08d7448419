using System.Text.RegularExpressions;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Runs.Ledger;

namespace Runink.Runs.Publishing;

/// <summary>Judges, before a slice starts, whether the datasets it is to write can take what it writes.</summary>
internal sealed partial class SinkGuard(Project project)
{
    /// <summary>Throws when a sink of the plan cannot be published to.</summary>
    public void Check(ScenarioPlan plan)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sink in plan.Sinks)
        {
            CheckPath(sink.Dataset, sink.At, seen);
            if (sink.IsSingleFile) CheckFile(sink);
            else CheckDirectory(sink.Dataset, sink.At, replaces: sink.Mode == SinkMode.Replace);
        }

        if (plan.DeadLetters is not { } letters) return;
        CheckPath(letters.Dataset, letters.At, seen);
        CheckDirectory(letters.Dataset, letters.At, replaces: false);
    }

    /// <summary>Files in a dataset's directory that a run wrote and no manifest lists, relative to it.</summary>
    public static IEnumerable<string> Unlisted(DatasetPlace place, DatasetManifest? manifest) =>
        Strangers(place, manifest).Where(path => PartName().IsMatch(Path.GetFileName(path)) && !LiesInAnother(place, path));

    private void CheckPath(DatasetRef dataset, SourceSpan at, HashSet<string> seen)
    {
        if (project.ResolveWrite(dataset.Path).Refusal is { } why)
            throw Refused(RunErrors.PathRefused, $"{dataset} may not be written: {why}", at);
        if (!seen.Add(Path.TrimEndingDirectorySeparator(dataset.Path)))
            throw Unusable($"{dataset} is written twice by one scenario", at);
        if (FileAbove(dataset) is { } file) throw Unusable($"{dataset} lies below '{file}', which is a file", at);
        if (ManifestAbove(dataset) is { } above) throw Unusable($"{dataset} lies in another dataset, whose manifest is '{above}'", at);
    }

    /// <summary>A file where a directory of the path should be. Found only after the commit, it would block the publication.</summary>
    private string? FileAbove(DatasetRef dataset)
    {
        var above = Path.GetDirectoryName(Path.GetFullPath(Path.Combine(project.Root, dataset.Path)));
        while (above is not null && !Path.Exists(above)) above = Path.GetDirectoryName(above);
        return File.Exists(above) ? Path.GetRelativePath(project.Root, above) : null;
    }

    /// <summary>The manifest of a dataset that this one would lie in: what is written here would be taken for a part of that one.</summary>
    private string? ManifestAbove(DatasetRef dataset)
    {
        var above = Path.GetFullPath(Path.Combine(project.Root, dataset.Path));
        while (above != project.Root && Path.GetDirectoryName(above) is { } parent)
        {
            above = parent;
            var manifest = Path.Combine(above, DatasetPlace.ManifestName);
            if (File.Exists(manifest)) return Path.GetRelativePath(project.Root, manifest);
        }

        return null;
    }

    private void CheckFile(SinkPlan sink)
    {
        if (Directory.Exists(Path.Combine(project.Root, sink.Dataset.Path)))
            throw Unusable($"{sink.Dataset} names a file, but a directory is there", sink.At);
    }

    private void CheckDirectory(DatasetRef dataset, SourceSpan at, bool replaces)
    {
        var place = DatasetPlace.Of(project.Root, dataset, singleFile: false);
        if (File.Exists(place.Directory)) throw Unusable($"{dataset} is a directory of parts, but a file is there", at);
        if (!Directory.Exists(place.Directory)) return;
        if (FirstLink(place.Directory) is { } link)
            throw Unusable($"{dataset} holds the link '{link}', through which parts would land elsewhere", at);
        if (DatasetBelow(place) is { } inner) throw Unusable($"{dataset} holds another dataset, '{inner}'", at);
        var manifest = ManifestFile.Read(place.Manifest);
        var strangers = Strangers(place, manifest).ToList();
        var foreign = strangers.Where(path => !PartName().IsMatch(Path.GetFileName(path))).ToList();
        if (foreign.Count > 0)
            throw Unusable($"{dataset} holds {foreign.Count} files that no run wrote ('{foreign[0]}')", at);
        if (!replaces && manifest is null && strangers.Count > 0)
            throw Unusable($"{dataset} holds parts but has lost its manifest, so nothing can be added to it", at);
    }

    private static string? FirstLink(string directory) =>
        new DirectoryInfo(directory).EnumerateDirectories("*", SearchOption.AllDirectories)
            .FirstOrDefault(inner => inner.LinkTarget is not null)?.Name;

    /// <summary>A dataset in the directory of this one: its parts would be taken for parts of this one, and go when it is replaced.</summary>
    private static string? DatasetBelow(DatasetPlace place) =>
        Directory.EnumerateFiles(place.Directory, DatasetPlace.ManifestName, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(place.Directory, Path.GetDirectoryName(path)!))
            .FirstOrDefault(inner => inner != "." && !inner.Split('/').Any(name => name[0] == '.'));

    // Published since this sink was judged: each dataset has a lock of its own.
    private static bool LiesInAnother(DatasetPlace place, string path)
    {
        for (var above = Path.GetDirectoryName(path); !string.IsNullOrEmpty(above); above = Path.GetDirectoryName(above))
        {
            if (File.Exists(Path.Combine(place.PathOf(above), DatasetPlace.ManifestName))) return true;
        }

        return false;
    }

    private static IEnumerable<string> Strangers(DatasetPlace place, DatasetManifest? manifest)
    {
        if (!Directory.Exists(place.Directory)) return [];
        var listed = manifest?.Parts.Select(part => part.Path).ToHashSet(StringComparer.Ordinal) ?? [];
        return Directory.EnumerateFiles(place.Directory, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(place.Directory, path))
            .Where(path => !path.Split('/').Any(name => name[0] is '.' or '_') && !listed.Contains(path));
    }

    private static RuninkException Unusable(string message, SourceSpan at) => Refused(RunErrors.SinkUnusable, message, at);

    private static RuninkException Refused(ErrorDefinition kind, string message, SourceSpan at) =>
        new(kind.Error(message, at), ExitCodes.BadInput);

    /// <summary>The names that <see cref="OutputBuilder"/> gives to parts.</summary>
    [GeneratedRegex(@"^part-\d{8}-\d{6}-\w{4}-\d+-\d+-\d+\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PartName();
}
