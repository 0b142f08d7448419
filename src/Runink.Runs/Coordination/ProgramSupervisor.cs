using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Runs.Files;
using Runink.Runs.Ledger;

namespace Runink.Runs.Coordination;

/// <summary>Runs a person's program to its end, and says in words how it ended.</summary>
internal sealed class ProgramSupervisor(ISliceLauncher launcher, TimeSpan grace)
{
    private const int ShownBytes = 4096;

    /// <summary>Starts the program and waits for its end; null when it ended well.</summary>
    public async Task<SliceOutcome?> RunAsync(
        ProgramNode step, ProgramStart program, string logFile, string markFile, CancellationToken cancellation)
    {
        ISliceProcess process;
        try
        {
            process = launcher.Start(program, logFile);
        }
        catch (IOException failure)
        {
            return Failed(step, failure.Message);
        }

        await using (process)
        {
            ProcessMark.Write(markFile, process.ProcessId);
            try
            {
                var exit = await process.Exit.WaitAsync(cancellation);
                return exit.Code == 0 ? null : Failed(step, How(exit), LastLine(logFile));
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

    private static string How(SliceExit exit) => exit.Signal is { } signal ? $"it was killed by signal {signal}" : $"it exited with code {exit.Code}";

    private static SliceOutcome.Failed Failed(ProgramNode step, string how, string? said = null)
    {
        var message = $"step \"{step.Flow}\": the program {step.Program} failed: {how}" + (said is null ? "" : $"; its last words: {said}");
        return new(StageFailure.From(RunErrors.ProgramFailed.Error(message, step.At), ExitCodes.WorkFailed), Retryable: true);
    }

    private static string? LastLine(string logFile)
    {
        try
        {
            using var log = new FileStream(logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            log.Seek(-Math.Min(log.Length, ShownBytes), SeekOrigin.End);
            return new StreamReader(log).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
