using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Cli.Runs;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Cli.Commands;

/// <summary><c>runi runs</c>: the runs of a project, newest first.</summary>
internal sealed class RunsCommand : CliCommand
{
    private readonly Option<int> _limit = new("--limit")
    {
        Description = "At most so many.",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };
    private readonly Option<string> _output = OutputFormat.Option("table", "json");

    /// <summary>The command.</summary>
    public RunsCommand(Terminal terminal) : base("runs", "List the runs of this project, newest first.", "Run")
    {
        Add(_limit);
        Add(_output);
        SetAction((parsed, cancellation) => ListAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi runs", "The newest twenty."),
        new("runi runs -o json | jq -r '.[] | select(.state == \"failed\") | .run'", "The names of those that failed."),
    ];

    private async Task<int> ListAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await ProjectSession.OpenHereAsync(terminal, cancellation);
        var runs = (await session.Ledger.ListAsync(cancellation)).Reverse().Take(Math.Max(1, parsed.GetValue(_limit)));
        var reports = new List<RunReport>();
        foreach (var run in runs) reports.Add(RunReport.Of(run, await session.StagesAsync(run, cancellation)));
        if (parsed.GetValue(_output) == "json") terminal.Out.WriteLine(JsonSerializer.Serialize(reports, PlanJson.Options));
        else Print(reports, terminal);
        return ExitCodes.Ok;
    }

    private static void Print(List<RunReport> reports, Terminal terminal)
    {
        var table = new TextTable("RUN", "STATE", "STARTED", ">TOOK", ">RECORDS", ">FAILED", "FEATURES");
        foreach (var report in reports)
        {
            table.Add(
                report.Run, StageWords.Of(report.State),
                report.Started.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                report.Ended is { } ended ? Human.Duration(ended - report.Started) : "",
                Human.Count(report.Stages.Sum(stage => stage.RecordsRead ?? 0)),
                Human.Count(report.Stages.Sum(stage => stage.RecordsFailed ?? 0)),
                string.Join(' ', report.Features));
        }

        table.Write(terminal.Out, terminal.OutPaint);
    }
}
