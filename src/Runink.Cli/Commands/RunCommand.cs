using System.CommandLine;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Cli.Runs;

namespace Runink.Cli.Commands;

/// <summary><c>runi run</c>: carries out the scenarios of features.</summary>
internal sealed class RunCommand : CliCommand
{
    private readonly FeatureOptions _features = new();
    private readonly Option<string?> _scenario = new("--scenario")
    {
        Description = "Only the scenario of that name.",
        HelpName = "NAME",
    };
    private readonly Option<bool> _noWait = new("--no-wait")
    {
        Description = "Fail at once when another run uses a dataset, instead of waiting.",
    };
    private readonly Option<string> _isolation = RunIsolation.Option();
    private readonly Option<string> _output = OutputFormat.Option("text", "json");

    /// <summary>The command.</summary>
    public RunCommand(Terminal terminal) : base("run", "Run the scenarios of features.", "Run")
    {
        _features.AddTo(this);
        Add(_scenario);
        Add(_noWait);
        Add(_isolation);
        Add(_output);
        SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi run features/orders.feature", "All scenarios of a feature, in the order of their datasets."),
        new("runi run features --param day=2026-05-01", "All features of a directory, with a value for {{param.day}}."),
        new("runi run features/orders.feature -o json", "Events as JSON lines; the last one is the summary."),
    ];

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var time = DateTimeOffset.UtcNow;
        var loaded = _features.Load(parsed, time);
        var scenario = parsed.GetValue(_scenario);
        var plan = ScenarioChoice.Pick(loaded, scenario, terminal);
        var request = RunPresenter.Request(loaded, plan, scenario, _features.Parameters(parsed), time) with
        {
            NoWait = parsed.GetValue(_noWait),
        };
        await using var session = await ProjectSession.OpenAsync(loaded.Project, terminal, cancellation);
        await using var isolated = RunIsolation.Open(parsed.GetValue(_isolation)!, request.Plans, session.Project, terminal);
        var result = await new RunPresenter(terminal, parsed.GetValue(_output)!)
            .FollowAsync(observer => session.Coordinator(isolated).RunAsync(request, observer, cancellation));
        return result.ExitCode;
    }
}
