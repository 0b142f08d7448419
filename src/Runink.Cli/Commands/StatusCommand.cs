using System.CommandLine;
using System.Text.Json;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Cli.Runs;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Cli.Commands;

/// <summary><c>runi status</c>: one run with its scenarios, counts, checks and failures.</summary>
internal sealed class StatusCommand : CliCommand
{
    private readonly Argument<string?> _run = RunArgument.Make();
    private readonly Option<string> _output = OutputFormat.Option("text", "json");

    /// <summary>The command.</summary>
    public StatusCommand(Terminal terminal) : base("status", "Show one run: its scenarios, counts, checks and failures.", "Run")
    {
        Add(_run);
        Add(_output);
        SetAction((parsed, cancellation) => ShowAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi status", "The newest run."),
        new("runi status k3f9 -o json", "A run by the end of its name, for tools."),
    ];

    private async Task<int> ShowAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await ProjectSession.OpenHereAsync(terminal, cancellation);
        var run = await session.RunAsync(parsed.GetValue(_run), cancellation);
        var stages = await session.StagesAsync(run, cancellation);
        if (parsed.GetValue(_output) == "json")
            terminal.Out.WriteLine(JsonSerializer.Serialize(RunReport.Of(run, stages), PlanJson.Options));
        else new RunSummary(terminal.Out, terminal.OutPaint).Write(run, stages);
        return ExitCodes.Ok;
    }
}
