using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Slicing;
using Runink.Runs.Files;
using Runink.Runs.Ledger;

namespace Runink.Runs.Coordination;

/// <summary>Ends the slices of a stage when its time is over, and says which of them the others were waiting for.</summary>
internal sealed class TeamDeadline(StageSlices slices, TeamRoom room, TeamProgress progress, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>Waits for the end of the stage's time, or until the slices are told to stop.</summary>
    /// <param name="plan">The plan, with its time.</param>
    /// <param name="running">The slices, by index.</param>
    /// <param name="stop">Stops them all.</param>
    /// <returns>The failure, when the time is over.</returns>
    public async Task<SliceOutcome.Failed?> WatchAsync(ScenarioPlan plan, IReadOnlyList<Task> running, CancellationTokenSource stop)
    {
        if (plan.Resources.TimeoutSeconds is not { } seconds) return null;
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds)), clock, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        var slowest = Slowest(running);
        await stop.CancelAsync();
        var step = slowest is { Kind: SliceKind.Program } ? (ProgramNode)plan.Nodes[slowest.Nodes[0]] : null;
        var message = $"{Called(slowest, step)} was stopped: its timeout of {seconds} s was over";
        return new(StageFailure.From(RunErrors.SliceTimedOut.Error(message, step?.At), ExitCodes.TimedOut), Retryable: false);
    }

    /// <summary>
    /// The last that still runs although it has something to read, or nothing more to wait for: what comes behind it waits for it. Null when
    /// none does, or it cannot be seen: the time is over all the same.
    /// </summary>
    private PlannedSlice? Slowest(IReadOnlyList<Task> running)
    {
        try
        {
            return slices.Slices.LastOrDefault(slice => !running[slice.Index].IsCompleted && !Waits(slice, running));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private bool Waits(PlannedSlice slice, IReadOnlyList<Task> running)
    {
        var inputs = slices.Edges.Where(edge => edge.To == slice.Index).ToList();
        return inputs.Exists(edge => !running[edge.From].IsCompleted) && inputs.TrueForAll(edge => Posix.UnreadBytes(room.PipeOf(edge)) == 0);
    }

    private string Called(PlannedSlice? slice, ProgramNode? step)
    {
        if (step is not null) return ProgramSupervisor.Called(step);
        return slice is not null && progress.StepOf(slice.Index) is { } flow ? $"step \"{flow}\"" : "the stage";
    }
}
