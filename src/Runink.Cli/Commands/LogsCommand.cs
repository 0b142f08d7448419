using System.CommandLine;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Pipelines.Diagnostics;
using Runink.Runs.Coordination;

namespace Runink.Cli.Commands;

/// <summary><c>runi logs</c>: what the slices of a run wrote on standard error.</summary>
internal sealed class LogsCommand : CliCommand
{
    private readonly Argument<string?> _run = RunArgument.Make();

    /// <summary>The command.</summary>
    public LogsCommand(Terminal terminal) : base("logs", "Print what the slices of a run wrote on standard error.", "Run")
    {
        Add(_run);
        SetAction((parsed, cancellation) => PrintAsync(parsed.GetValue(_run), terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples => [new("runi logs", "Of the newest run, every attempt of every scenario.")];

    private static async Task<int> PrintAsync(string? name, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await ProjectSession.OpenHereAsync(terminal, cancellation);
        var run = await session.RunAsync(name, cancellation);
        var logs = SliceLog.Of(session.Project, run.Id);
        if (logs.Count == 0) terminal.Error.WriteLine($"no slice of run {run.Id} wrote anything");
        foreach (var log in logs)
        {
            terminal.Error.WriteLine(terminal.ErrorPaint.Bold($"==> {log.Name} <=="));
            foreach (var file in log.Files)
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                await stream.CopyToAsync(terminal.OutStream, cancellation);
            }
        }

        return ExitCodes.Ok;
    }
}
