using Runink.Isolation;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Runs.Files;
using Runink.Runs.Ledger;

namespace Runink.Runs.Coordination;

/// <summary>Runs a person's program to its end, and says in words how it ended.</summary>
internal sealed class ProgramSupervisor(IProgramLauncher launcher, TimeSpan grace)
{
    private const int BadSystemCall = 31;

    /// <summary>Starts the program and waits for its end.</summary>
    public async Task<SliceOutcome> RunAsync(
        ProgramNode step, ProgramStart program, string logFile, string markFile, CancellationToken cancellation)
    {
        ISliceProcess process;
        try
        {
            process = await launcher.StartAsync(program, logFile);
        }
        catch (IOException failure)
        {
            return Failed(step, failure.Message);
        }
        catch (IsolationException failure)
        {
            return new SliceOutcome.Failed(
                StageFailure.From(RunErrors.NotIsolated.Error($"{Called(step)} cannot run: {failure.Message}", step.At, failure.Hint), ExitCodes.WorkFailed),
                Retryable: false);
        }

        await using (process)
        {
            ProcessMark.Write(markFile, process.ProcessId);
            try
            {
                return Judge(step, program, await process.Exit.WaitAsync(cancellation), logFile);
            }
            catch (SliceNotEndedException left)
            {
                var message = $"{Called(step)} was killed and does not end: {left.Message}";
                return new SliceOutcome.Failed(StageFailure.From(RunErrors.NotEnded.Error(message, step.At), ExitCodes.WorkFailed), Retryable: false);
            }
            catch (OperationCanceledException)
            {
                process.RequestStop();
                await Task.WhenAny(process.Exit, Task.Delay(grace, CancellationToken.None));
                return new SliceOutcome.Stopped();
            }
        }
    }

    /// <summary>The failure of a program that ended well, but before it had read what there was to read.</summary>
    public static SliceOutcome.Failed DidNotRead(ProgramNode step) => Failed(step, "it ended before it had read all its input");

    /// <summary>A program as messages name it.</summary>
    public static string Called(ProgramNode step) => $"step \"{step.Flow}\" ({step.Program})";

    private static SliceOutcome Judge(ProgramNode step, ProgramStart program, SliceExit exit, string logFile)
    {
        if (exit.Usage is { OomKills: > 0 } usage && program.MemoryBytes is { } limit) return OutOfMemory(step, limit, usage);
        if (exit.Signal == BadSystemCall) return RefusedCall(step);
        if (exit.Signal is { } signal) return Failed(step, $"it was killed by signal {signal}", LogTail.LastLine(logFile));
        return exit.Code == 0
            ? new SliceOutcome.Finished(Used(exit.Usage)) { Network = exit.Network }
            : Failed(step, $"it exited with code {exit.Code}", LogTail.LastLine(logFile));
    }

    // It reports nothing: the slice behind it says what came of its records.
    private static SliceFinished Used(ResourceUsage? usage) => new()
    {
        RecordsRead = 0,
        RecordsFailed = 0,
        FailedByRule = new Dictionary<string, long>(StringComparer.Ordinal),
        Parts = [],
        Checks = [],
        PeakMemoryBytes = usage?.PeakMemoryBytes ?? 0,
        CpuMilliseconds = (long)(usage?.CpuTime?.TotalMilliseconds ?? 0),
        ThrottledMilliseconds = (long)(usage?.ThrottledTime?.TotalMilliseconds ?? 0),
    };

    private static SliceOutcome.Failed OutOfMemory(ProgramNode step, long limit, ResourceUsage usage)
    {
        var message = RunErrors.OutOfMemoryWords(Called(step), limit, usage.PeakMemoryBytes);
        return new(StageFailure.From(RunErrors.OutOfMemory.Error(message, step.At), ExitCodes.WorkFailed), Retryable: false);
    }

    // A call that is merely not allowed gets an error and lives; what ends here made one that no table of this machine has.
    private static SliceOutcome.Failed RefusedCall(ProgramNode step)
    {
        var message = $"{Called(step)} was killed: it made a system call of another architecture (SIGSYS), which no sandbox allows";
        return new(StageFailure.From(RunErrors.CallRefused.Error(message, step.At), ExitCodes.WorkFailed), Retryable: false);
    }

    private static SliceOutcome.Failed Failed(ProgramNode step, string how, string? said = null)
    {
        var message = $"step \"{step.Flow}\": {step.Called} failed: {how}" + (said is null ? "" : $"; its last words: {said}");
        return new(StageFailure.From(RunErrors.ProgramFailed.Error(message, step.At), ExitCodes.WorkFailed), Retryable: true);
    }
}
