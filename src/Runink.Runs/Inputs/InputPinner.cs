using System.Collections.Concurrent;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;

namespace Runink.Runs.Inputs;

/// <summary>
/// Pins what sources read: path, size, modification time and content hash of every file. A hash that a manifest knows is
/// believed while size and time are what the manifest says; several stages that read one file have it hashed once.
/// Thread-safe.
/// </summary>
public sealed class InputPinner(Project project)
{
    private readonly DatasetReader _reader = new(project);
    private readonly ConcurrentDictionary<(string Path, long Size, DateTimeOffset Modified), Lazy<string>> _hashes = new();

    /// <summary>Pins the files of the given sources; files are hashed in parallel.</summary>
    /// <exception cref="RuninkException">A source that may not be empty has no files, or a file cannot be read
    /// (R5004), or may not be (R5005).</exception>
    public EquatableList<PinnedInput> Pin(IEnumerable<SourceNode> sources, CancellationToken cancellation = default) =>
        Pin(sources, believeManifests: true, cancellation);

    /// <summary>Pins; without <paramref name="believeManifests"/> every file is read.</summary>
    internal EquatableList<PinnedInput> Pin(
        IEnumerable<SourceNode> sources, bool believeManifests, CancellationToken cancellation)
    {
        List<(SourceNode Source, string Path, ManifestPart? Known)> files = [];
        foreach (var source in sources)
        {
            var found = _reader.Resolve(source.Dataset, source.At, source.Options.AllowEmpty);
            var known = believeManifests ? found.Manifest?.Parts : null;
            files.AddRange(found.Files.Select((path, index) => (source, path, known?[index])));
        }

        var pinned = new PinnedInput[files.Count];
        var options = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        try
        {
            Parallel.For(0, files.Count, options, index =>
            {
                var (source, path, known) = files[index];
                pinned[index] = Pin(source, path, known, cancellation);
            });
        }
        catch (AggregateException failures)
        {
            throw failures.InnerExceptions.OfType<RuninkException>().FirstOrDefault() ?? failures.InnerExceptions[0];
        }

        return [.. pinned];
    }

    /// <summary>
    /// The first of the files that is not what it was when it was pinned, judged by size and time; null when all are.
    /// </summary>
    public string? FirstChanged(IEnumerable<PinnedInput> inputs) =>
        inputs.Select(Changed).FirstOrDefault(change => change is not null);

    /// <summary>
    /// What differs between what was pinned and what is there now, contents compared too; null when nothing does.
    /// </summary>
    internal static string? Difference(EquatableList<PinnedInput> before, EquatableList<PinnedInput> now)
    {
        var known = now.ToDictionary(input => (input.Node, input.Path));
        foreach (var old in before)
        {
            if (!known.Remove((old.Node, old.Path), out var found)) return $"'{old.Path}' is gone";
            if (found.Size != old.Size) return $"'{old.Path}' has {found.Size} bytes and had {old.Size}";
            if (!string.Equals(found.Sha256, old.Sha256, StringComparison.Ordinal)) return $"'{old.Path}' has other content";
            if (found.ModifiedUtc != old.ModifiedUtc) return $"'{old.Path}' was written again at {found.ModifiedUtc:u}";
        }

        return known.Count > 0 ? $"'{known.Keys.First().Path}' is new" : null;
    }

    private PinnedInput Pin(SourceNode source, string path, ManifestPart? known, CancellationToken cancellation)
    {
        try
        {
            var file = new FileInfo(Path.Combine(project.Root, path));
            var modified = new DateTimeOffset(file.LastWriteTimeUtc);
            var trusted = known is not null && known.Size == file.Length && known.ModifiedUtc == modified;
            var hash = trusted ? known!.Sha256 : _hashes.GetOrAdd(
                (file.FullName, file.Length, modified), _ => new(() => FileHash.Compute(file.FullName, cancellation))).Value;
            return new(source.Id, path, file.Length, modified, hash);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var message = $"'{path}' cannot be read: {failure.Message}";
            throw new RuninkException(RunErrors.InputMissing.Error(message, source.At), ExitCodes.BadInput, failure);
        }
    }

    private string? Changed(PinnedInput input)
    {
        var file = new FileInfo(Path.Combine(project.Root, input.Path));
        if (!file.Exists) return $"'{input.Path}' is gone";
        return file.Length == input.Size && file.LastWriteTimeUtc == input.ModifiedUtc.UtcDateTime
            ? null
            : $"'{input.Path}' was written while the run was going on";
    }
}
