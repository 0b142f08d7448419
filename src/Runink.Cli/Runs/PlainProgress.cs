using Runink.Cli.Output;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;
using Runink.Runs.Ledger;

namespace Runink.Cli.Runs;

/// <summary>Follows a run in plain lines on standard error: what happens at once, how far it is every few seconds.</summary>
internal sealed class PlainProgress(Terminal terminal, TimeProvider clock) : IRunObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private ProgressText _text = new(clock);
    private long _told = clock.GetTimestamp();

    /// <inheritdoc/>
    public void On(RunEvent happened)
    {
        lock (_gate)
        {
            if (happened is StageProgressed progressed) Progress(progressed.Stage, progressed.Progress);
            else if (happened is StageStarted) (_text, _told) = (new ProgressText(clock), clock.GetTimestamp());
            if (Line(happened) is { } line) terminal.Error.WriteLine(line);
        }
    }

    /// <summary>What is worth a line of its own, or null.</summary>
    public static string? Line(RunEvent happened) => happened switch
    {
        RunStarted started => $"run {started.Run.Id}: {Human.Plural(started.Stages.Count, "scenario")}",
        StageWaiting waiting => $"{waiting.Stage.Scenario}: waiting for {waiting.Dataset}, in use by {waiting.Holder}",
        StageStarted { Stage.Attempt: > 1 } again => $"{again.Stage.Scenario}: attempt {again.Stage.Attempt}",
        StageStarted started => $"{started.Stage.Scenario}: started",
        StageWarned warned => $"{warned.Stage.Scenario}: warning[{warned.Warning.Code}]: {warned.Warning.Message}",
        StageRetrying retrying =>
            $"{retrying.Stage.Scenario}: {retrying.Failure.Message}; trying again in {Human.Duration(retrying.Delay)}",
        StageEnded ended => $"{ended.Stage.Scenario}: {StageWords.Of(ended.Stage.State)}",
        _ => null,
    };

    private void Progress(StageRecord stage, SliceProgress progress)
    {
        if (clock.GetElapsedTime(_told) < Interval) return;
        _told = clock.GetTimestamp();
        terminal.Error.WriteLine($"{stage.Scenario}: {ProgressText.Share(progress):0%}, {_text.Describe(progress)}");
    }
}
