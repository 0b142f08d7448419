using System.Collections.Concurrent;
using Runink.Cli.Output;
using Runink.Runs.Coordination;
using Runink.Runs.Ledger;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Runink.Cli.Runs;

/// <summary>Follows a run with a bar for each scenario, redrawn in place on a terminal.</summary>
internal sealed class LiveProgress : IRunObserver
{
    private readonly ProgressContext _context;
    private readonly DetailColumn _details;
    private readonly IAnsiConsole _console;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, (ProgressTask Bar, ProgressText Text)> _stages = [];

    private LiveProgress(ProgressContext context, DetailColumn details, IAnsiConsole console, TimeProvider clock) =>
        (_context, _details, _console, _clock) = (context, details, console, clock);

    /// <summary>Draws while <paramref name="work"/> goes on; the bars are wiped away at its end.</summary>
    public static async Task<RunResult> FollowAsync(
        Terminal terminal, TimeProvider clock, Func<IRunObserver, Task<RunResult>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Interactive = InteractionSupport.Yes,
            Ansi = AnsiSupport.Yes,
            ColorSystem = terminal.ErrorPaint.IsEnabled ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        var details = new DetailColumn();
        return await console.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 },
                new PercentageColumn(), details)
            .StartAsync(context => work(new LiveProgress(context, details, console, clock)));
    }

    /// <inheritdoc/>
    public void On(RunEvent happened)
    {
        lock (_stages)
        {
            switch (happened)
            {
                case StageStarted started:
                    _stages.Remove(started.Stage.Id, out var before);
                    before.Bar?.StopTask();
                    Show(started.Stage, 0, text => started.Stage.Attempt > 1 ? $"attempt {started.Stage.Attempt}" : "");
                    break;
                case StageProgressed progressed:
                    Show(progressed.Stage, ProgressText.Share(progressed.Progress), text => text.Describe(progressed.Progress));
                    break;
                case StageCommitted committed:
                    Show(committed.Stage, 1, _ => "publishing");
                    break;
                case StageWaiting or StageWarned or StageRetrying:
                    _console.WriteLine(PlainProgress.Line(happened)!);
                    break;
            }
        }
    }

    private void Show(StageRecord stage, double share, Func<ProgressText, string> detail)
    {
        if (!_stages.TryGetValue(stage.Id, out var known))
        {
            _stages[stage.Id] = known = (_context.AddTask(Markup.Escape(stage.Scenario), maxValue: 1), new ProgressText(_clock));
        }

        known.Bar.Value = share;
        _details.Set(known.Bar, detail(known.Text));
    }

    /// <summary>The words beside a bar; drawn on another thread than they are set on.</summary>
    private sealed class DetailColumn : ProgressColumn
    {
        private readonly ConcurrentDictionary<int, string> _texts = [];

        public void Set(ProgressTask task, string text) => _texts[task.Id] = text;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(_texts.GetValueOrDefault(task.Id, "")) { Overflow = Overflow.Ellipsis };
    }
}
