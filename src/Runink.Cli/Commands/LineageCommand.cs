using System.CommandLine;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Cli.Runs;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Runs.Lineage;

namespace Runink.Cli.Commands;

/// <summary><c>runi lineage</c>: what a run read, what it did and what it wrote.</summary>
internal sealed class LineageCommand : CliCommand
{
    private readonly Argument<string?> _run = RunArgument.Make();
    private readonly Option<string> _output = OutputFormat.Option("text", "json");

    /// <summary>The command.</summary>
    public LineageCommand(Terminal terminal)
        : base("lineage", "Show what a run read, what it did with it, and what it wrote.", "Look inside")
    {
        Add(_run);
        Add(_output);
        SetAction((parsed, cancellation) => ShowAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi lineage", "Of the newest run."),
        new("runi lineage k3f9 -o json", "With every file and hash, for tools."),
    ];

    private async Task<int> ShowAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await ProjectSession.OpenHereAsync(terminal, cancellation);
        var run = await session.RunAsync(parsed.GetValue(_run), cancellation);
        var lineage = LineageRecord.Of(run, await session.StagesAsync(run, cancellation));
        if (parsed.GetValue(_output) == "json") terminal.Out.WriteLine(PlanJson.Write(lineage));
        else new LineageText(terminal.Out, terminal.OutPaint).Write(lineage);
        return ExitCodes.Ok;
    }
}
