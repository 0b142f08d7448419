using System.Security.Cryptography;
using System.Text;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Runs.Files;

namespace Runink.Runs.Coordination;

/// <summary>
/// The locks of all datasets that a run touches, taken in one order by everybody, so that two runs never wait for each
/// other. Writers exclude everyone, readers only writers. They are kernel locks: they die with their process.
/// </summary>
internal sealed class DatasetLocks : IDisposable
{
    private readonly List<KernelLock> _locks = [];

    private DatasetLocks()
    {
    }

    /// <summary>A dataset to lock.</summary>
    /// <param name="Dataset">Which.</param>
    /// <param name="Shared">Whether it is only read.</param>
    public sealed record Wanted(DatasetRef Dataset, bool Shared);

    /// <summary>
    /// What a stage needs: its sinks and dead letters to write, its sources to read. Globs and directories outside the project
    /// are read without a lock: a lock there would have to be written where one may only read.
    /// </summary>
    public static IReadOnlyList<Wanted> Of(ScenarioPlan plan) =>
    [
        .. plan.Sinks.Select(sink => new Wanted(sink.Dataset, Shared: false)),
        .. plan.DeadLetters is { } letters ? [new Wanted(letters.Dataset, Shared: false)] : Array.Empty<Wanted>(),
        .. plan.Nodes.OfType<SourceNode>()
            .Where(source => !Path.IsPathRooted(source.Dataset.Path) && source.Dataset.Path.IndexOfAny(['*', '?', '[', '{']) < 0)
            .Select(source => new Wanted(source.Dataset, Shared: true)),
    ];

    /// <summary>
    /// Waits for all of them, telling <paramref name="waiting"/> for what and for whom; or, without waiting, fails.
    /// </summary>
    public static async Task<DatasetLocks> AcquireAsync(
        StatePaths state, IFileOperations files, IEnumerable<Wanted> wanted, string holder, bool noWait,
        Action<DatasetRef, string> waiting, CancellationToken cancellation)
    {
        var locks = new DatasetLocks();
        try
        {
            foreach (var (path, want) in InOrder(state, wanted))
            {
                files.CreateDirectory(Path.GetDirectoryName(path)!);
                if (KernelLock.TryAcquire(path, holder, want.Shared) is { } free) locks._locks.Add(free);
                else if (noWait) throw Busy(want.Dataset, KernelLock.Holder(path));
                else
                {
                    locks._locks.Add(await KernelLock.AcquireAsync(
                        path, holder, want.Shared, who => waiting(want.Dataset, who), cancellation));
                }
            }

            return locks;
        }
        catch
        {
            locks.Dispose();
            throw;
        }
    }

    /// <summary>All of them at once, or null when one is taken.</summary>
    public static DatasetLocks? TryAcquire(StatePaths state, IFileOperations files, IEnumerable<Wanted> wanted, string holder)
    {
        var locks = new DatasetLocks();
        try
        {
            foreach (var (path, want) in InOrder(state, wanted))
            {
                files.CreateDirectory(Path.GetDirectoryName(path)!);
                if (KernelLock.TryAcquire(path, holder, want.Shared) is { } free)
                {
                    locks._locks.Add(free);
                    continue;
                }

                locks.Dispose();
                return null;
            }

            return locks;
        }
        catch
        {
            locks.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var held in _locks) held.Dispose();
    }

    private static IEnumerable<(string Path, Wanted Want)> InOrder(StatePaths state, IEnumerable<Wanted> wanted) =>
        wanted.Select(want => (Path: LockFile(state, want.Dataset), Want: want))
            .GroupBy(each => each.Path, StringComparer.Ordinal)
            .Select(same => same.MinBy(each => each.Want.Shared))
            .OrderBy(each => each.Path, StringComparer.Ordinal);

    /// <summary>In <c>.runink/</c>; for an allowed directory, which other projects may write too, beside the dataset.</summary>
    private static string LockFile(StatePaths state, DatasetRef dataset)
    {
        var path = Path.TrimEndingDirectorySeparator(dataset.Path);
        if (Path.IsPathRooted(path)) return Path.Combine(Path.GetDirectoryName(path)!, $".runink-{Path.GetFileName(path)}.lock");
        return Path.Combine(state.Locks, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..32] + ".lock");
    }

    private static RuninkException Busy(DatasetRef dataset, string holder) =>
        new(RunErrors.DatasetBusy.Error($"{dataset} is in use by {holder}", at: null), ExitCodes.NotFound);
}
