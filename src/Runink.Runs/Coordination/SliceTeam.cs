using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Slicing;
using Runink.Pipelines.Slices;

namespace Runink.Runs.Coordination;

/// <summary>
/// Runs the slices of one attempt side by side, connected by pipes. The first that fails ends the others; the outcome is that of the one to
/// blame, which need not be the one that ended first.
/// </summary>
internal sealed class SliceTeam(StageSlices slices, TeamRoom room, RunEnvironment environment, Action<SliceEvent> passOn)
{
    // Who lost its peer often ends before that peer's end is known, and a peer that fails may have an engine to close first.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    private readonly TeamProgress _progress = new(slices.Slices.Count);

    /// <summary>Runs all of them to their end.</summary>
    /// <param name="whole">The assignment of the stage; each slice gets its share of it.</param>
    /// <param name="cancellation">Asks all to stop.</param>
    public async Task<SliceOutcome> RunAsync(SliceAssignment whole, CancellationToken cancellation)
    {
        room.Prepare(whole.Plan);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = slices.Slices.Select(slice => GuardAsync(slice, whole, stop)).ToList();
        var deadline = new TeamDeadline(slices, room, _progress, environment.Clock).WatchAsync(whole.Plan, running, stop);
        var outcomes = await Task.WhenAll(running);
        await stop.CancelAsync();
        if (await deadline is { } tooLate) return tooLate;
        if (cancellation.IsCancellationRequested) return new SliceOutcome.Stopped();
        if (Blame(outcomes, whole.Plan) is { } failure) return failure;
        return outcomes.OfType<SliceOutcome.Stopped>().FirstOrDefault()
            ?? (SliceOutcome)TeamResult.Of(whole.Plan, slices, [.. outcomes.Cast<SliceOutcome.Finished>()]);
    }

    /// <summary>Whoever cannot even be watched, on a full disk for example, ends the others: they would wait for it at their pipes for ever.</summary>
    private async Task<SliceOutcome> GuardAsync(PlannedSlice slice, SliceAssignment whole, CancellationTokenSource stop)
    {
        try
        {
            return await RunAsync(slice, whole, stop);
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task<SliceOutcome> RunAsync(PlannedSlice slice, SliceAssignment whole, CancellationTokenSource stop)
    {
        var (log, mark) = (room.LogOf(slice.Index), room.MarkOf(slice.Index));
        var outcome = slice.Kind == SliceKind.Program
            ? await new ProgramSupervisor(environment.Programs, environment.StopGrace).RunAsync(
                (ProgramNode)whole.Plan.Nodes[slice.Nodes[0]], room.ProgramOf(slice, whole), log, mark, stop.Token)
            : await new SliceSupervisor(environment.Launcher, environment.Clock, environment.StopGrace).RunAsync(
                room.ShareOf(slice, whole), log, mark, said => PassOn(slice.Index, said), stop.Token);
        // One that was stopped from elsewhere ends the others as well: they may wait for it without end.
        if (outcome is SliceOutcome.Stopped) await stop.CancelAsync();
        if (outcome is not SliceOutcome.Failed failed) return outcome;
        if (failed.LostPeer) stop.CancelAfter(Linger);
        else await stop.CancelAsync();
        return outcome;
    }

    private SliceOutcome.Failed? Blame(SliceOutcome[] outcomes, ScenarioPlan plan)
    {
        // A program whose reader failed fails as well, and knows less.
        var failed = slices.Slices.OrderBy(slice => slice.Kind).Select(slice => outcomes[slice.Index]).OfType<SliceOutcome.Failed>().ToList();
        if (failed.FirstOrDefault(outcome => !outcome.LostPeer) is { } culprit) return culprit;
        if (failed.Count == 0) return null;
        // Everybody points at somebody who ended well: a program that did not want to read on.
        var edge = slices.Edges.FirstOrDefault(edge => slices.Slices[edge.To].Kind == SliceKind.Program && outcomes[edge.To] is SliceOutcome.Finished
            && outcomes[edge.From] is SliceOutcome.Failed { LostPeer: true });
        return edge is null ? failed[0] : ProgramSupervisor.DidNotRead((ProgramNode)plan.Nodes[slices.Slices[edge.To].Nodes[0]]);
    }

    private void PassOn(int slice, SliceEvent said) => passOn(said is SliceProgress progress ? _progress.With(slice, progress) : said);
}
