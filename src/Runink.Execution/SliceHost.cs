using System.Diagnostics;
using System.Text.Json;
using Runink.Data.Arrow;
using Runink.Data.Engines;
using Runink.Execution.Events;
using Runink.Execution.Stages;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Slices.Reading;

namespace Runink.Execution;

/// <summary>
/// The body of <c>runi slice</c>: reads an assignment, executes it, reports; and again, if it is told to stay. The input stays open as a lifeline: when it closes,
/// the coordinator is gone and so is the reason for this process.
/// </summary>
public static class SliceHost
{
    // What the program and the engine hold at rest. To look for what can be given back takes longer than many a stage.
    private const long MostKeptBytes = 128L << 20;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs slices as this process, over its standard input and output.</summary>
    /// <param name="cancellation">Asks the stage to stop.</param>
    /// <returns>The exit code.</returns>
    public static int Run(CancellationToken cancellation) =>
        // Nobody can take the result when the coordinator is gone, and nothing may be written after a newer attempt began.
        Run(Console.OpenStandardInput(), Console.OpenStandardOutput(), Process.GetCurrentProcess().Kill, cancellation);

    /// <summary>Runs slices, one after the other, to the end of the last.</summary>
    /// <param name="input">Lines of JSON, each a <see cref="SliceAssignment"/>: the first, and the next whenever <see cref="SliceReady"/> asks for it.</param>
    /// <param name="output">Events as JSON lines.</param>
    /// <param name="abandoned">Called once the coordinator is gone; ends the process.</param>
    /// <param name="cancellation">Asks the stage to stop.</param>
    /// <returns>The exit code. The first failure ends the process: what it has touched is not to be trusted with another assignment.</returns>
    public static int Run(Stream input, Stream output, Action abandoned, CancellationToken cancellation)
    {
        var events = new EventWriter(output);
        var assignments = new AssignmentQueue(input, abandoned);
        using var engine = new SliceEngine();
        SliceAssignment? assignment = null;
        try
        {
            do
            {
                assignments.Finish();
                events.Send(new SliceReady(ProcessUsage.ResidentBytes()) { Build = SliceAssignment.CurrentBuild });
                // Who is not needed any more is ended about now, and needs no engine.
                if (assignment is not null) assignments.Await(s_pause);
                // While the coordinator gets files and work ready.
                engine.Open();
                var line = assignments.Next();
                if (line is null && assignment is not null) return ExitCodes.Ok;
                assignment = Parse(line ?? "");
                events.Send(new SliceStarted(Environment.ProcessId));
                events.Send(new StageRunner(assignment, events, engine.For(assignment)).Run(cancellation));
                engine.Finish(assignment);
                if (assignment.Stay && ProcessUsage.ResidentBytes() > MostKeptBytes)
                {
                    engine.Dispose();
                    ProcessUsage.GiveBack();
                }
            }
            while (assignment.Stay);

            return ExitCodes.Ok;
        }
        catch (Exception exception) when (Explain(exception, cancellation) is { } failure)
        {
            events.Send(failure with { Message = OuterNames.In(failure.Message, assignment) });
            return failure.ExitCode;
        }
    }

    private static SliceAssignment Parse(string line)
    {
        try
        {
            var assignment = AssignmentReader.Read(line);
            if (assignment.Version != SliceAssignment.CurrentVersion)
                throw SliceErrors.BadInput(SliceErrors.Protocol, $"the assignment has version {assignment.Version}, this slice speaks {SliceAssignment.CurrentVersion}");
            if (assignment.Build is { } build && build != SliceAssignment.CurrentBuild)
            {
                throw SliceErrors.BadInput(
                    SliceErrors.Protocol, "the slice is of another build than the runi that started it", at: null, SliceErrors.AnotherBuild);
            }

            return assignment;
        }
        catch (JsonException malformed)
        {
            throw SliceErrors.BadInput(SliceErrors.Protocol, $"the assignment cannot be read: {malformed.Message}");
        }
    }

    /// <summary>The event for an expected failure, or null for a bug, which must surface with its stack.</summary>
    private static SliceFailed? Explain(Exception exception, CancellationToken cancellation) => exception switch
    {
        RuninkException expected => SliceErrors.ToEvent(expected, retryable: false),
        OperationCanceledException when cancellation.IsCancellationRequested =>
            new SliceFailed(SliceErrors.Stopped.Code, "stopped on request", SliceErrors.Stopped.Fix, ExitCodes.Interrupted, Retryable: false),
        EngineException { InnerException: RuninkException inner } => SliceErrors.ToEvent(inner, retryable: false),
        EngineException engine => SliceErrors.ToEvent(EngineFailure.Explain(engine), retryable: false),
        ArrowFormatException unfit => SliceErrors.ToEvent(SliceErrors.Exception(SliceErrors.Engine, unfit.Message, inner: unfit), retryable: false),
        AggregateException { InnerException: { } inner } => Explain(inner, cancellation),
        IOException io => SliceErrors.ToEvent(EngineFailure.Explain(io), retryable: false),
        UnauthorizedAccessException denied => SliceErrors.ToEvent(SliceErrors.Exception(SliceErrors.Unwritable, denied.Message), retryable: false),
        _ => null,
    };
}
