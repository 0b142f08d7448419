using Runink.Runs.Ledger;

namespace Runink.Runs.Coordination;

/// <summary>
/// The dataset locks of a whole run, taken together when its first stage needs them and held to its end: between two stages of a run
/// nobody else may replace what the first wrote and the second reads. For the one task that carries the run out.
/// </summary>
internal sealed class RunLocks(RunContext context, IReadOnlyList<PlannedStage> planned) : IDisposable
{
    private DatasetLocks? _held;

    /// <summary>Waits for the locks, or with <see cref="RunRequest.NoWait"/> fails; does nothing when they are held.</summary>
    public async Task AcquireAsync(StageRecord stage, CancellationToken cancellation) =>
        _held ??= await DatasetLocks.AcquireAsync(
            context.State, context.Environment.Files, planned.SelectMany(each => DatasetLocks.Of(each.Plan)), context.Holder,
            context.Request.NoWait, (dataset, holder) => context.Observer.On(new StageWaiting(stage, dataset.Identity, holder)), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _held?.Dispose();
}
