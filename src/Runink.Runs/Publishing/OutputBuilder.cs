using System.Text;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;
using Runink.Runs.Files;
using Runink.Runs.Ledger;

namespace Runink.Runs.Publishing;

/// <summary>
/// From what a slice says it wrote to what the stage will publish. Believes nothing: parts are looked for, measured and forced
/// to disk here. The hash is the slice's word, as reading everything again would cost as much as the work.
/// </summary>
internal sealed class OutputBuilder(
    IFileOperations files, string projectRoot, ScenarioPlan plan, StageRecord stage, StagingArea staging)
{
    // The kernel's limits, the byte at the end of a path taken off.
    private const int LongestName = 255;
    private const int LongestPath = 4095;

    /// <summary>An output and the manifest that its dataset will have.</summary>
    public sealed record Prepared(StageOutput Output, DatasetManifest Manifest);

    /// <summary>
    /// Checks and syncs the parts; without <paramref name="passes"/> only those of the dead letters are published.
    /// </summary>
    public IReadOnlyList<Prepared> Build(SliceFinished finished, bool passes, DateTimeOffset committed)
    {
        foreach (var part in finished.Parts) CheckPart(part);
        if (finished.Parts.DistinctBy(part => (part.Sink, part.Path)).Count() != finished.Parts.Count)
            throw Broken("a part is reported twice");
        foreach (var target in staging.Targets) SyncDirectories(target, PartsOf(finished, target.Sink));
        List<Prepared> outputs = [];
        if (passes) outputs.AddRange(plan.Sinks.Select(sink => Sink(sink, PartsOf(finished, sink.Id), committed)));
        if (plan.DeadLetters is { } letters)
            outputs.Add(DeadLetters(letters, PartsOf(finished, StagingTarget.DeadLetters), committed));
        return outputs;
    }

    private Prepared Sink(SinkPlan sink, EquatableList<StagedPart> parts, DateTimeOffset committed)
    {
        if (sink.IsSingleFile && parts.Count > 1)
            throw Broken($"{sink.Dataset} is one file, but {parts.Count} parts are reported");
        var partition = sink.Mode == SinkMode.ReplacePartition ? $"{sink.PartitionBy[0]}={sink.Partition}" : null;
        if (partition is not null && parts.FirstOrDefault(part => !LiesIn(part.Path, partition)) is { } stray)
            throw Broken($"part '{stray.Path}' does not lie in the partition {partition}");
        return Prepare(sink.Id, sink.Dataset, sink.Mode, sink.IsSingleFile, partition, parts, committed);
    }

    /// <summary>A queue is added to, whatever its runs wrote before; see docs/decisions/0072.</summary>
    private Prepared DeadLetters(DeadLetterPlan letters, EquatableList<StagedPart> parts, DateTimeOffset committed) =>
        Prepare(
            StagingTarget.DeadLetters, letters.Dataset, SinkMode.Append, singleFile: false, partition: null, parts, committed);

    private Prepared Prepare(
        int sink, DatasetRef dataset, SinkMode mode, bool singleFile, string? partition, EquatableList<StagedPart> parts,
        DateTimeOffset committed)
    {
        var place = DatasetPlace.Of(projectRoot, dataset, singleFile);
        var before = ManifestFile.Read(place.Manifest);
        List<OutputPart> moved = [.. parts
            .OrderBy(part => part.Path, StringComparer.Ordinal)
            .Select((part, index) => new OutputPart(
                part.Path, singleFile ? Path.GetFileName(dataset.Path) : FinalPath(part, index), part.Rows, part.Size,
                part.Sha256))];
        RequireMovable(place, moved);
        List<ManifestPart> kept = [.. (before?.Parts ?? []).Where(part => Keeps(part, mode, partition))];
        var listed = kept.Select(part => part.Path).Concat(moved.Select(part => part.Path)).ToHashSet(StringComparer.Ordinal);
        var present = (before?.Parts.Select(part => part.Path) ?? []).Concat(
            mode == SinkMode.Replace && !singleFile ? SinkGuard.Unlisted(place, before) : []);
        var output = new StageOutput
        {
            Sink = sink,
            Dataset = dataset,
            Mode = mode,
            SingleFile = singleFile,
            Staging = RelativeToProject(staging.Of(sink)),
            Parts = [.. moved],
            Superseded = [.. present.Where(path => !listed.Contains(path))],
        };
        var manifest = new DatasetManifest
        {
            Dataset = dataset.Identity,
            Run = stage.Run,
            Stage = stage.Id,
            Attempt = stage.Attempt,
            Epoch = stage.Epoch,
            Committed = committed,
            Parts = [.. kept.Concat(moved.Select(part => Listed(sink, part))).OrderBy(part => part.Path, StringComparer.Ordinal)],
        };
        return new(output, manifest);
    }

    /// <summary>What stays: never what an earlier attempt of this very stage had added.</summary>
    private bool Keeps(ManifestPart part, SinkMode mode, string? partition) =>
        (part.Run, part.Stage) != (stage.Run, stage.Id) && mode switch
        {
            SinkMode.Append => true,
            SinkMode.ReplacePartition => !LiesIn(part.Path, partition!),
            _ => false,
        };

    private ManifestPart Listed(int sink, OutputPart part)
    {
        var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(staging.Of(sink), part.Staged)));
        return new(part.Path, part.Rows, part.Size, modified, part.Sha256, stage.Run, stage.Id);
    }

    /// <summary>Run, stage and attempt in the name: no two commits ever want the same.</summary>
    private string FinalPath(StagedPart part, int index)
    {
        var number = stage.Id[..stage.Id.IndexOf('-', StringComparison.Ordinal)];
        var name = $"part-{stage.Run}-{number}-{stage.Attempt}-{index:D4}{Path.GetExtension(part.Path)}";
        return Path.Combine(Path.GetDirectoryName(part.Path) ?? "", name);
    }

    // Behind the commit nothing may stand in the way of a part: its dataset could not be written to any more.
    private static void RequireMovable(DatasetPlace place, List<OutputPart> moved)
    {
        var paths = moved.Select(part => part.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var part in moved)
        {
            var path = place.PathOf(part.Path);
            if (Encoding.UTF8.GetByteCount(Path.GetFileName(path)) > LongestName || Encoding.UTF8.GetByteCount(path) > LongestPath)
                throw Broken($"the name of part '{part.Staged}' is too long to be published");
            if (DirectoriesAbove(part.Path).FirstOrDefault(above => paths.Contains(above) || File.Exists(place.PathOf(above))) is { } file)
                throw Broken($"part '{part.Staged}' lies below '{file}', which is a part itself");
        }
    }

    private void CheckPart(StagedPart part)
    {
        if (staging.Targets.All(target => target.Sink != part.Sink)) throw Broken($"sink {part.Sink} does not exist");
        if (!PartPath.IsValid(part.Path) || part.Path.Split('/').Any(name => name[0] == '_'))
            throw Broken($"'{part.Path}' is not a name for a part");
        var path = Path.Combine(staging.Of(part.Sink), part.Path);
        if (IsBehindLink(staging.Of(part.Sink), part.Path)) throw Broken($"part '{part.Path}' is a link, or lies behind one");
        if (files.Size(path) is not { } size) throw Broken($"part '{part.Path}' does not exist");
        if (size != part.Size) throw Broken($"part '{part.Path}' has {size} bytes, {part.Size} are reported");
        if (!Posix.IsOrdinary(path)) throw Broken($"part '{part.Path}' is no ordinary file: it has another name, or rights that no part needs");
        files.SyncFile(path);
    }

    // A link to anywhere: what is moved into place is moved with the rights of who runs this.
    private static bool IsBehindLink(string directory, string part)
    {
        var real = RealPath.Resolve(directory);
        return real is null || RealPath.Resolve(Path.Combine(real, part)) != Path.Combine(real, part);
    }

    /// <summary>A project that is moved while something waits finds it again.</summary>
    private string RelativeToProject(string path) =>
        path.StartsWith(projectRoot + "/", StringComparison.Ordinal) ? Path.GetRelativePath(projectRoot, path) : path;

    // Only those that lead to parts: what else a slice left there may be links to anywhere, or round in a circle.
    private void SyncDirectories(StagingTarget target, EquatableList<StagedPart> parts)
    {
        var above = parts.SelectMany(part => DirectoriesAbove(part.Path)).Distinct(StringComparer.Ordinal);
        foreach (var directory in above) files.SyncDirectory(Path.Combine(target.Directory, directory));
        files.SyncDirectory(target.Directory);
    }

    /// <summary>The directories that a part lies in, relative to what its path is relative to.</summary>
    private static IEnumerable<string> DirectoriesAbove(string part)
    {
        for (var above = Path.GetDirectoryName(part); !string.IsNullOrEmpty(above); above = Path.GetDirectoryName(above))
            yield return above;
    }

    private static bool LiesIn(string path, string partition) =>
        path.Split('/') is [var first, _, ..] &&
        string.Equals(Uri.UnescapeDataString(first), partition, StringComparison.Ordinal);

    private static EquatableList<StagedPart> PartsOf(SliceFinished finished, int sink) =>
        [.. finished.Parts.Where(part => part.Sink == sink)];

    private static RuninkException Broken(string message) =>
        new(RunErrors.SliceProtocol.Error($"the slice broke the protocol: {message}", at: null), ExitCodes.WorkFailed);
}
