using System.Text.Json;
using Runink.Data.Engines;
using Runink.Execution.Events;
using Runink.Execution.Stages;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution;

/// <summary>
/// The body of <c>runi slice</c>: reads one assignment, executes it, reports. The input stays open as a lifeline: when it closes, the coordinator is gone and so
/// is the reason for this process.
/// </summary>
public static class SliceHost
{
    /// <summary>Runs a slice to its end.</summary>
    /// <param name="input">One line of JSON, a <see cref="SliceAssignment"/>, and then nothing until the coordinator ends.</param>
    /// <param name="output">Events as JSON lines.</param>
    /// <param name="abandoned">Called once the coordinator is gone; ends the process.</param>
    /// <param name="cancellation">Asks the stage to stop.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Stream input, Stream output, Action abandoned, CancellationToken cancellation)
    {
        var events = new EventWriter(output);
        using var reader = new StreamReader(input);
        try
        {
            var assignment = ReadAssignment(reader);
            WatchLifeline(reader, abandoned);
            events.Send(new SliceStarted(Environment.ProcessId));
            events.Send(new StageRunner(assignment, events).Run(cancellation));
            return ExitCodes.Ok;
        }
        catch (Exception exception) when (Explain(exception, cancellation) is { } failure)
        {
            events.Send(failure);
            return failure.ExitCode;
        }
    }

    private static SliceAssignment ReadAssignment(StreamReader reader)
    {
        try
        {
            var assignment = PlanJson.Read<SliceAssignment>(reader.ReadLine() ?? "");
            if (assignment.Version == SliceAssignment.CurrentVersion) return assignment;
            throw SliceErrors.BadInput(SliceErrors.Protocol, $"the assignment has version {assignment.Version}, this slice speaks {SliceAssignment.CurrentVersion}");
        }
        catch (JsonException malformed)
        {
            throw SliceErrors.BadInput(SliceErrors.Protocol, $"the assignment cannot be read: {malformed.Message}");
        }
    }

    private static void WatchLifeline(StreamReader reader, Action abandoned)
    {
        var watcher = new Thread(() =>
        {
            while (reader.Read() >= 0)
            {
                // Nothing is expected; whatever comes is ignored.
            }

            abandoned();
        })
        { IsBackground = true, Name = "lifeline" };
        watcher.Start();
    }

    /// <summary>The event for an expected failure, or null for a bug, which must surface with its stack.</summary>
    private static SliceFailed? Explain(Exception exception, CancellationToken cancellation) => exception switch
    {
        RuninkException expected => SliceErrors.ToEvent(expected, retryable: false),
        OperationCanceledException when cancellation.IsCancellationRequested =>
            new SliceFailed(SliceErrors.Stopped.Code, "stopped on request", SliceErrors.Stopped.Fix, ExitCodes.Interrupted, Retryable: false),
        EngineException { InnerException: RuninkException inner } => SliceErrors.ToEvent(inner, retryable: false),
        EngineException engine => SliceErrors.ToEvent(EngineFailure.Explain(engine), retryable: false),
        AggregateException { InnerException: { } inner } => Explain(inner, cancellation),
        IOException io => SliceErrors.ToEvent(EngineFailure.Explain(io), retryable: false),
        UnauthorizedAccessException denied => SliceErrors.ToEvent(SliceErrors.Exception(SliceErrors.Unwritable, denied.Message), retryable: false),
        _ => null,
    };
}
