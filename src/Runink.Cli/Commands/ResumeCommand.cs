using System.CommandLine;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Cli.Runs;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Runs.Ledger;

namespace Runink.Cli.Commands;

/// <summary><c>runi resume</c>: carries on a run that failed or was interrupted.</summary>
internal sealed class ResumeCommand : CliCommand
{
    private readonly Argument<string?> _run = new("RUN")
    {
        Description = "The run; the end of its name is enough.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<bool> _last = new("--last") { Description = "The newest run that did not succeed." };
    private readonly Option<bool> _noWait = new("--no-wait")
    {
        Description = "Fail at once when another run uses a dataset, instead of waiting.",
    };
    private readonly Option<string> _isolation = RunIsolation.Option();
    private readonly Option<string> _output = OutputFormat.Option("text", "json");

    /// <summary>The command.</summary>
    public ResumeCommand(Terminal terminal) : base("resume", "Carry on a run that failed or was interrupted.", "Run")
    {
        Add(_run);
        Add(_last);
        Add(_noWait);
        Add(_isolation);
        Add(_output);
        Validators.Add(result =>
        {
            if (result.GetValue(_run) is null == !result.GetValue(_last)) result.AddError("resume takes either RUN or --last");
        });
        SetAction((parsed, cancellation) => ResumeAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi resume --last",
            "What is published stays; only the rest is done. Refused when inputs, contracts or features changed."),
        new("runi resume k3f9", "One run, by the end of its name."),
    ];

    private async Task<int> ResumeAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await ProjectSession.OpenHereAsync(terminal, cancellation);
        var run = await ChooseAsync(session, parsed.GetValue(_run), cancellation);
        if (run is null)
        {
            terminal.Out.WriteLine("nothing to resume: every run succeeded");
            return ExitCodes.Ok;
        }

        var loaded = LoadedFeatures.Load(run.Features, session.Project.Root, new PlaceholderValues(run.Parameters, run.Time));
        var plan = ScenarioChoice.Pick(loaded, run.Scenario, terminal);
        var request = RunPresenter.Request(loaded, plan, run.Scenario, run.Parameters, run.Time) with
        {
            NoWait = parsed.GetValue(_noWait),
        };
        await using var isolated = RunIsolation.Open(parsed.GetValue(_isolation)!, request.Plans, session.Project, terminal);
        var result = await new RunPresenter(terminal, parsed.GetValue(_output)!)
            .FollowAsync(observer => session.Coordinator(isolated).ResumeAsync(run.Id, request, observer, cancellation));
        return result.ExitCode;
    }

    private static async Task<RunRecord?> ChooseAsync(ProjectSession session, string? name, CancellationToken cancellation)
    {
        if (name is not null) return (await session.Ledger.GetAsync(name, cancellation)).Record;
        var runs = await session.Ledger.ListAsync(cancellation);
        return runs.LastOrDefault(run => run.State != RunState.Succeeded);
    }
}
