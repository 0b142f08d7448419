using Runink.Cli.Output;
using Runink.Pipelines.Planning;
using Runink.Runs.Coordination;
using Runink.Runs.Ledger;

namespace Runink.Cli.Runs;

/// <summary>
/// Follows a run as JSON lines on standard output; the last line is the summary. Described in docs/internals/formats.md.
/// </summary>
internal sealed class JsonProgress(Terminal terminal, TimeProvider clock) : IRunObserver
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void On(RunEvent happened)
    {
        lock (_gate)
        {
            var line = happened is RunEnded { Result: var result }
                ? PlanJson.Write(RunReport.Of(result.Run, result.Stages) with
                {
                    Event = "runEnded",
                    Time = clock.GetUtcNow(),
                    ExitCode = result.ExitCode,
                })
                : Line(happened) is { } told ? PlanJson.Write(told) : null;
            if (line is null) return;
            terminal.Out.WriteLine(line);
            terminal.Out.Flush();
        }
    }

    private RunEventLine? Line(RunEvent happened) => happened switch
    {
        RunStarted started => Line("runStarted") with { Run = started.Run.Id, Stages = started.Run.Stages },
        StageWaiting waiting => Line("stageWaiting", waiting.Stage) with { Dataset = waiting.Dataset, Holder = waiting.Holder },
        StageStarted started => Line("stageStarted", started.Stage) with { Attempt = started.Stage.Attempt },
        StageProgressed { Progress: var progress } progressed => Line("stageProgressed", progressed.Stage) with
        {
            RecordsRead = progress.RecordsRead,
            RecordsFailed = progress.RecordsFailed,
            BytesRead = progress.BytesRead,
            BytesTotal = progress.BytesTotal,
            Step = progress.Step,
        },
        StageWarned warned => Line("stageWarned", warned.Stage) with
        {
            Code = warned.Warning.Code,
            Message = warned.Warning.Message,
        },
        StageRetrying retrying => Line("stageRetrying", retrying.Stage) with
        {
            Code = retrying.Failure.Code,
            Message = retrying.Failure.Message,
            DelayMilliseconds = (long)retrying.Delay.TotalMilliseconds,
        },
        StageEnded ended => Line("stageEnded", ended.Stage) with { State = ended.Stage.State },
        _ => null,
    };

    private RunEventLine Line(string name, StageRecord? stage = null) => new(name, clock.GetUtcNow()) { Stage = stage?.Id };
}
