using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;

namespace Runink.Runs.Coordination;

/// <summary>One stage from its locks to its end, retries included.</summary>
internal sealed class StageRunner(RunContext context, PlannedStage planned, RunLocks locks)
{
    /// <summary>
    /// Runs the stage; expected failures are written into its record. What cannot be written there, a commit that could not be
    /// published, and a newer coordinator's takeover are exceptions.
    /// </summary>
    public async Task<StageRecord> RunAsync(LedgerEntry<StageRecord> stage, CancellationToken cancellation)
    {
        try
        {
            await locks.AcquireAsync(stage.Record, cancellation);
            return await RunLockedAsync(stage, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return await StopAsync();
        }
        catch (RuninkException failure) when (failure.Diagnostic.Definition != RunErrors.StaleAttempt &&
                                              failure.Diagnostic.Definition != RunErrors.PublishPending)
        {
            return await EndAsync(StageState.Failed, StageFailure.From(failure));
        }
        catch (Exception failure) when (RunErrors.IsStorage(failure))
        {
            return await EndAsync(StageState.Failed, StageFailure.From(RunErrors.Storage(failure)));
        }
    }

    private async Task<StageRecord> RunLockedAsync(LedgerEntry<StageRecord> stage, CancellationToken cancellation)
    {
        foreach (var sink in planned.Plan.Sinks) await context.Publisher.FinishPendingAsync(sink.Dataset);
        if (planned.Plan.DeadLetters is { } letters) await context.Publisher.FinishPendingAsync(letters.Dataset);
        new SinkGuard(context.Environment.Project).Check(planned.Plan);
        stage = stage with { Record = stage.Record with { Inputs = Pin(stage.Record, cancellation) } };
        for (var failures = 1; ; failures++)
        {
            (stage, var outcome) = await new AttemptRunner(context, planned).RunAsync(stage, cancellation);
            switch (outcome)
            {
                case SliceOutcome.Finished:
                    return stage.Record;
                case SliceOutcome.Stopped:
                    return await StopAsync();
                case SliceOutcome.Failed { Retryable: true, Failure: var failure }
                    when failures <= planned.Plan.Resources.Retries:
                    var delay = Backoff.After(failures, context.Environment.Random);
                    context.Observer.On(new StageRetrying(stage.Record, failure, delay));
                    await Task.Delay(delay, context.Environment.Clock, cancellation);
                    break;
                case SliceOutcome.Failed { Failure: var last }:
                    return await EndAsync(StageState.Failed, last);
            }
        }
    }

    /// <summary>What was pinned with the run must still hold; what the run itself wrote is pinned now.</summary>
    private EquatableList<PinnedInput> Pin(StageRecord stage, CancellationToken cancellation)
    {
        var external = planned.External.Select(source => source.Id).ToHashSet();
        List<PinnedInput> inputs = [.. stage.Inputs.Where(input => external.Contains(input.Node))];
        if (context.Pinner.FirstChanged(inputs) is { } change) throw Changed(change, null);
        var reader = new DatasetReader(context.Environment.Project);
        foreach (var source in planned.Internal)
        {
            var manifest = reader.Manifest(source.Dataset);
            if (manifest is not null && !string.Equals(manifest.Run, context.Run.Id, StringComparison.Ordinal))
                throw Changed($"{source.Dataset} was written by run {manifest.Run} in between", source.At);
        }

        inputs.AddRange(context.Pinner.Pin(planned.Internal, cancellation));
        return [.. inputs];
    }

    private Task<StageRecord> StopAsync() => EndAsync(
        StageState.Interrupted,
        StageFailure.From(RunErrors.Interrupted.Error($"'{planned.Plan.Name}' was stopped", at: null), ExitCodes.Interrupted));

    private async Task<StageRecord> EndAsync(StageState state, StageFailure failure)
    {
        var now = await context.Ledger.StageAsync(context.Run.Id, planned.Id) ??
            throw new InvalidOperationException($"stage {planned.Id} has vanished from the ledger");
        if (now.Record.State is StageState.Committed)
        {
            var message = $"'{planned.Plan.Name}' is committed, but the answer of the ledger was lost: {failure.Message}";
            throw new RuninkException(RunErrors.PublishPending.Error(message, at: null), ExitCodes.WorkFailed);
        }

        var next = now.Record with { State = state, Failure = failure, Ended = context.Now };
        return (await context.Ledger.UpdateAsync(now, next)).Record;
    }

    private static RuninkException Changed(string what, SourceSpan? at) =>
        new(RunErrors.InputChanged.Error(what, at), ExitCodes.WorkFailed);
}
