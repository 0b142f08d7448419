using System.Security.Cryptography;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sinks;

/// <summary>Makes written parts durable and hashes them, several at a time. After that they are only ever moved.</summary>
internal static class PartSealer
{
    private const int BufferBytes = 1 << 20;

    // All files are reported in one event, which may have 1 MiB; an eighth is left for what else it says.
    private const long ReportBytes = 7L << 17;

    // What is said of a file besides its path: three numbers, a hash, and their names.
    private const long FileBytes = 160;

    /// <summary>Syncs every part and its directory and returns what the manifest will say.</summary>
    /// <param name="parts">What was written.</param>
    /// <param name="staging">Staging directory of each sink.</param>
    /// <param name="threads">Files read at once.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="RuninkException">There are more files than can be reported.</exception>
    public static EquatableList<StagedPart> Seal(IReadOnlyList<WrittenPart> parts, IReadOnlyDictionary<int, string> staging, int threads, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        RequireReportable(parts, staging);
        // Most stages write one file, and to get ready for several takes longer than to hash a small one.
        if (parts is [var only]) return [Seal(only, staging[only.Sink])];
        var sealed_ = new StagedPart[parts.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        Parallel.For(0, parts.Count, options, i => sealed_[i] = Seal(parts[i], staging[parts[i].Sink]));
        return [.. sealed_];
    }

    private static void RequireReportable(IReadOnlyList<WrittenPart> parts, IReadOnlyDictionary<int, string> staging)
    {
        if (parts.Sum(part => FileBytes + part.Path.Length - staging[part.Sink].Length) <= ReportBytes) return;
        throw SliceErrors.Exception(SliceErrors.TooManyPartitions, $"{parts.Count} files were written, more than a stage can publish");
    }

    private static StagedPart Seal(WrittenPart part, string directory)
    {
        using var file = new FileStream(part.Path, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.ReadWrite,
            BufferSize = BufferBytes,
            Options = FileOptions.SequentialScan,
        });
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        file.Flush(flushToDisk: true);
        var relative = Path.GetRelativePath(directory, part.Path).Replace(Path.DirectorySeparatorChar, '/');
        return new StagedPart(part.Sink, relative, part.Rows, file.Length, hash);
    }
}
