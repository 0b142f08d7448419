using Runink.Isolation;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Slices;
using Runink.Runs.Files;
using Runink.Runs.Ledger;

namespace Runink.Runs.Coordination;

/// <summary>
/// Runs one slice to its end: passes on what it reports, stops it when it is told to or when its time is over, and says in
/// words how it ended. Success is a result and exit code 0, nothing less.
/// </summary>
internal sealed class SliceSupervisor(ISliceLauncher launcher, TimeProvider clock, TimeSpan grace)
{
    private const int InterruptSignal = 2;
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(40);

    /// <summary>Starts a slice, marks its process for recovery, and waits for its end.</summary>
    public async Task<SliceOutcome> RunAsync(
        SliceAssignment assignment, string logFile, string markFile, Action<SliceEvent> passOn, CancellationToken cancellation)
    {
        ISliceProcess process;
        try
        {
            process = await launcher.StartAsync(assignment, logFile, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new SliceOutcome.Stopped();
        }
        catch (SliceEndedEarlyException early)
        {
            // Ctrl-C reaches all that runs in the terminal: one that comes up may end by it before this process has heeded it.
            if (early.Exit.Signal == InterruptSignal || cancellation.IsCancellationRequested) return new SliceOutcome.Stopped();
            return OutOfMemory(assignment, early.Exit, step: "") ?? Killed(early.Exit) ?? Failed(RunErrors.SliceNotStarted, early.Message);
        }
        catch (IOException failure)
        {
            return Failed(RunErrors.SliceNotStarted, failure.Message);
        }
        catch (IsolationException failure)
        {
            return new SliceOutcome.Failed(
                StageFailure.From(RunErrors.NotIsolated.Error(failure.Message, at: null, failure.Hint), ExitCodes.WorkFailed), Retryable: false);
        }

        await using (process)
        {
            ProcessMark.Write(markFile, process.ProcessId);
            return await WatchAsync(process, assignment, passOn, cancellation);
        }
    }

    private async Task<SliceOutcome> WatchAsync(
        ISliceProcess process, SliceAssignment assignment, Action<SliceEvent> passOn, CancellationToken cancellation)
    {
        using var timeout = TimeoutOf(assignment);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        var step = "";
        var reading = SliceReport.ReadAsync(process.Events, said =>
        {
            if (said is SliceProgress progress) step = progress.Step;
            passOn(said);
        });
        try
        {
            await Task.WhenAny(reading, LingerAsync(process)).WaitAsync(stop.Token);
            var report = reading.IsCompleted ? await reading : SliceReport.Silent;
            if (report.Violation is not null) process.Kill();
            var exit = await EndAsync(process);
            return OutOfMemory(assignment, exit, step) ?? Judge(report, exit);
        }
        catch (SliceNotEndedException left)
        {
            return Failed(RunErrors.NotEnded, $"{Called(step)} was killed and does not end: {left.Message}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            process.RequestStop();
            var left = await WhatIsLeftAsync(process);
            await Task.WhenAny(reading, Task.Delay(Linger, CancellationToken.None));
            return cancellation.IsCancellationRequested ? new SliceOutcome.Stopped() : TimedOut(assignment, step, left);
        }
    }

    /// <summary>Waits for the end, and returns what is to be said when there is none.</summary>
    private async Task<string> WhatIsLeftAsync(ISliceProcess process)
    {
        try
        {
            await EndAsync(process);
            return "";
        }
        catch (SliceNotEndedException left)
        {
            return $"; {left.Message}";
        }
    }

    /// <summary>Waits for the end, and makes one when the grace is over.</summary>
    private async Task<SliceExit> EndAsync(ISliceProcess process)
    {
        await Task.WhenAny(process.Exit, Task.Delay(grace));
        if (!process.Exit.IsCompleted) process.Kill();
        return await process.Exit;
    }

    /// <summary>A child of the slice may keep its output open; once the slice itself is gone, nobody waits for that.</summary>
    private static async Task LingerAsync(ISliceProcess process)
    {
        await process.Exit;
        await Task.Delay(Linger);
    }

    private CancellationTokenSource TimeoutOf(SliceAssignment assignment)
    {
        if (assignment.Plan.Resources.TimeoutSeconds is not { } seconds) return new();
        return new(TimeSpan.FromSeconds(Math.Min(seconds, LongestTimeout.TotalSeconds)), clock);
    }

    private static SliceOutcome Judge(SliceReport report, SliceExit exit) => report switch
    {
        { Violation: { } violation } => Failed(RunErrors.SliceProtocol, $"the slice broke the protocol: {violation}"),
        _ when exit.Signal == InterruptSignal || exit.Code == ExitCodes.Interrupted => new SliceOutcome.Stopped(),
        _ when Killed(exit) is { } killed => killed,
        { Failed: { } failed } => new SliceOutcome.Failed(
            new(failed.Code, failed.Message, failed.Hint, failed.ExitCode is > 0 ? failed.ExitCode : ExitCodes.WorkFailed),
            failed.Retryable)
        {
            LostPeer = failed.LostPeer,
        },
        { Finished: { } finished } when exit.Code == 0 => new SliceOutcome.Finished(Counted(finished, exit.Usage)),
        { Finished: not null } => Failed(RunErrors.SliceExited, $"the slice exited with code {exit.Code} after its result"),
        _ => Failed(RunErrors.SliceExited, $"the slice exited with code {exit.Code} and no result"),
    };

    private static SliceOutcome.Failed? Killed(SliceExit exit) => exit.Signal is { } signal
        ? Failed(RunErrors.SliceKilled, $"the slice was killed by signal {signal}", retryable: true)
        : null;

    /// <summary>
    /// The kernel's word that it killed for lack of memory, whatever the slice said last: the exit code alone could mean anything.
    /// </summary>
    private static SliceOutcome.Failed? OutOfMemory(SliceAssignment assignment, SliceExit exit, string step)
    {
        return exit is { Usage: { OomKills: > 0 } usage } && assignment.Plan.Resources.MemoryBytes is { } limit
            ? Failed(RunErrors.OutOfMemory, RunErrors.OutOfMemoryWords(Called(step), limit, usage.PeakMemoryBytes))
            : null;
    }

    private static string Called(string step) => step.Length == 0 ? "the slice" : $"step \"{step}\"";

    /// <summary>What the kernel counted is believed before what the slice says of itself.</summary>
    private static SliceFinished Counted(SliceFinished finished, ResourceUsage? usage) => usage is null ? finished : finished with
    {
        PeakMemoryBytes = usage.PeakMemoryBytes ?? finished.PeakMemoryBytes,
        CpuMilliseconds = (long?)usage.CpuTime?.TotalMilliseconds ?? finished.CpuMilliseconds,
        ThrottledMilliseconds = (long?)usage.ThrottledTime?.TotalMilliseconds ?? finished.ThrottledMilliseconds,
    };

    private static SliceOutcome.Failed TimedOut(SliceAssignment assignment, string step, string left)
    {
        var message = $"{Called(step)} was stopped: its timeout of {assignment.Plan.Resources.TimeoutSeconds} s was over{left}";
        return new(StageFailure.From(RunErrors.SliceTimedOut.Error(message, at: null), ExitCodes.TimedOut), Retryable: false);
    }

    private static SliceOutcome.Failed Failed(ErrorDefinition kind, string message, bool retryable = false) =>
        new(StageFailure.From(kind.Error(message, at: null), ExitCodes.WorkFailed), retryable);
}
