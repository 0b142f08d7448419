using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Store;

namespace Runink.Runs.Ledger;

/// <summary>
/// The runs of a project in its store. Every change is one transaction that compares what it was decided on, so that of two
/// coordinators only one can win. Thread-safe.
/// </summary>
public sealed class RunLedger(IStore store)
{
    /// <summary>Commits a new run and its stages; false when the name is taken.</summary>
    public async Task<bool> CreateAsync(RunRecord run, IEnumerable<StageRecord> stages, CancellationToken cancellation = default)
    {
        var response = await store.TxnAsync(
            new TxnRequest
            {
                If = [Compare.Absent(LedgerKeys.Run(run.Id))],
                Then = [Put(LedgerKeys.Run(run.Id), run), .. stages.Select(Put)],
            },
            cancellation);
        return response.Succeeded;
    }

    /// <summary>The run of exactly that name, or null.</summary>
    public async Task<LedgerEntry<RunRecord>?> FindAsync(string run, CancellationToken cancellation = default) =>
        await GetAsync<RunRecord>(LedgerKeys.Run(run), RunRecord.CurrentVersion, cancellation);

    /// <summary>
    /// The run of that name, or the only one whose name begins or ends so; otherwise an error with exit code 3.
    /// </summary>
    public async Task<LedgerEntry<RunRecord>> GetAsync(string name, CancellationToken cancellation = default)
    {
        if (await FindAsync(name, cancellation) is { } exact) return exact;
        var alike = (await ListAsync(cancellation))
            .Where(run => run.Id.StartsWith(name, StringComparison.Ordinal) || run.Id.EndsWith(name, StringComparison.Ordinal))
            .Select(run => run.Id).ToList();
        if (alike.Count == 1 && await FindAsync(alike[0], cancellation) is { } only) return only;
        var message = alike.Count == 0 ? $"no run is called '{name}'" : $"'{name}' could mean {string.Join(", ", alike.Take(5))}";
        throw new RuninkException(RunErrors.RunNotFound.Error(message, at: null), ExitCodes.NotFound);
    }

    /// <summary>All runs, oldest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(CancellationToken cancellation = default)
    {
        var runs = await RangeAsync<RunRecord>(LedgerKeys.Runs, RunRecord.CurrentVersion, cancellation);
        return [.. runs.Select(entry => entry.Record).OrderBy(run => run.Time).ThenBy(run => run.Id, StringComparer.Ordinal)];
    }

    /// <summary>The stages of a run, by id; <see cref="RunRecord.Stages"/> says in which order they run.</summary>
    public Task<IReadOnlyList<LedgerEntry<StageRecord>>> StagesAsync(string run, CancellationToken cancellation = default) =>
        RangeAsync<StageRecord>(LedgerKeys.Stages(run), StageRecord.CurrentVersion, cancellation);

    /// <summary>One stage, or null.</summary>
    public Task<LedgerEntry<StageRecord>?> StageAsync(string run, string stage, CancellationToken cancellation = default) =>
        GetAsync<StageRecord>(LedgerKeys.Stage(run, stage), StageRecord.CurrentVersion, cancellation);

    /// <summary>The slice of a stage, or null before its first attempt.</summary>
    public Task<LedgerEntry<SliceRecord>?> SliceAsync(string run, string stage, CancellationToken cancellation = default) =>
        GetAsync<SliceRecord>(LedgerKeys.Slice(run, stage, 0), SliceRecord.CurrentVersion, cancellation);

    /// <summary>The newest committed manifest of a dataset, or null.</summary>
    public Task<LedgerEntry<DatasetManifest>?> HeadAsync(DatasetRef dataset, CancellationToken cancellation = default) =>
        GetAsync<DatasetManifest>(LedgerKeys.Dataset(dataset), DatasetManifest.CurrentVersion, cancellation);

    /// <summary>The newest committed manifests of all datasets, by identity.</summary>
    public async Task<IReadOnlyList<DatasetManifest>> DatasetsAsync(CancellationToken cancellation = default) =>
        [.. (await RangeAsync<DatasetManifest>(LedgerKeys.Datasets, DatasetManifest.CurrentVersion, cancellation))
            .Select(entry => entry.Record)];

    /// <summary>Changes a run and any of its stages together.</summary>
    internal Task UpdateAsync(
        LedgerEntry<RunRecord> seen, RunRecord next, IReadOnlyList<(LedgerEntry<StageRecord> Seen, StageRecord Next)> stages,
        CancellationToken cancellation = default) => CommitAsync(
            seen.Record.Id,
            [
                Unchanged(LedgerKeys.Run(next.Id), seen.Revision),
                .. stages.Select(stage => Unchanged(KeyOf(stage.Next), stage.Seen.Revision)),
            ],
            [Put(LedgerKeys.Run(next.Id), next), .. stages.Select(stage => Put(stage.Next))],
            cancellation);

    /// <summary>Changes a stage.</summary>
    internal async Task<LedgerEntry<StageRecord>> UpdateAsync(
        LedgerEntry<StageRecord> seen, StageRecord next, CancellationToken cancellation = default)
    {
        var revision = await CommitAsync(
            $"{next.Run} {next.Id}", [Unchanged(KeyOf(next), seen.Revision)], [Put(next)], cancellation);
        return new(next, revision);
    }

    /// <summary>Begins a new attempt; from here on no older one can commit.</summary>
    internal async Task<StageAttempt> StartAttemptAsync(
        LedgerEntry<StageRecord> seen, StageRecord next, SliceAttempt attempt, CancellationToken cancellation = default)
    {
        var before = await SliceAsync(next.Run, next.Id, cancellation);
        var first = new SliceRecord { Run = next.Run, Stage = next.Id, Number = 0, Attempts = [] };
        var slice = (before?.Record ?? first).With(attempt);
        var revision = await CommitAsync(
            $"{next.Run} {next.Id}",
            [Unchanged(KeyOf(next), seen.Revision), Unchanged(KeyOf(slice), before?.Revision ?? 0)],
            [Put(next), Put(KeyOf(slice), slice)],
            cancellation);
        return new(new(next, revision), new(slice, revision));
    }

    /// <summary>
    /// Ends an attempt. With <paramref name="heads"/> this is the commit point of the stage: its outcome, its manifests, its
    /// lineage and its counts become true together, if the attempt is still the newest.
    /// </summary>
    internal async Task<LedgerEntry<StageRecord>> EndAttemptAsync(
        StageAttempt attempt, StageRecord next, string outcome, DateTimeOffset time, IReadOnlyList<HeadChange> heads)
    {
        var slice = attempt.Slice.Record.Ended(time, outcome);
        var revision = await CommitAsync(
            $"{next.Run} {next.Id}",
            [
                Unchanged(KeyOf(next), attempt.Stage.Revision),
                Unchanged(KeyOf(slice), attempt.Slice.Revision),
                .. heads.Select(head => Unchanged(LedgerKeys.Dataset(head.Dataset), head.HeadRevision)),
            ],
            [Put(next), Put(KeyOf(slice), slice), .. heads.Select(head => Put(LedgerKeys.Dataset(head.Dataset), head.Next))],
            CancellationToken.None);
        return new(next, revision);
    }

    private async Task<long> CommitAsync(string what, Compare[] conditions, TxnOp[] changes, CancellationToken cancellation)
    {
        var response = await store.TxnAsync(new TxnRequest { If = conditions, Then = changes }, cancellation);
        return response.Succeeded
            ? response.Revision
            : throw new RuninkException(
                RunErrors.StaleAttempt.Error($"{what} was changed by another process", at: null), ExitCodes.NotFound);
    }

    private async Task<LedgerEntry<T>?> GetAsync<T>(string key, int version, CancellationToken cancellation)
        where T : ILedgerRecord => await store.GetAsync(key, cancellation) is { } item ? Read<T>(item, version) : null;

    private async Task<IReadOnlyList<LedgerEntry<T>>> RangeAsync<T>(string prefix, int version, CancellationToken cancellation)
        where T : ILedgerRecord =>
        [.. (await store.ListAsync(prefix, cancellation)).Items.Select(item => Read<T>(item, version))];

    private static LedgerEntry<T> Read<T>(KeyValue item, int version)
        where T : ILedgerRecord => new(LedgerJson.Read<T>(item.Value.Span, version, item.Key.ToString()), item.ModRevision);

    private static Compare Unchanged(string key, long revision) => Compare.ModRevision(key, CompareOperator.Equal, revision);

    private static string KeyOf(StageRecord stage) => LedgerKeys.Stage(stage.Run, stage.Id);

    private static string KeyOf(SliceRecord slice) => LedgerKeys.Slice(slice.Run, slice.Stage, slice.Number);

    private static PutOp Put(StageRecord stage) => Put(KeyOf(stage), stage);

    private static PutOp Put<T>(string key, T record)
        where T : ILedgerRecord => new(key, LedgerJson.Write(record));
}
