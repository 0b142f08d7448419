using System.CommandLine;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Pipelines.Diagnostics;

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
        var directory = Path.Combine(session.Project.StatePath, "logs", run.Id);
        var files = Directory.Exists(directory) ? Directory.GetFiles(directory, "*.log") : [];
        var logs = files.Order(StringComparer.Ordinal).Where(log => new FileInfo(log).Length > 0).ToList();
        if (logs.Count == 0) terminal.Error.WriteLine($"no slice of run {run.Id} wrote anything");
        foreach (var log in logs)
        {
            terminal.Error.WriteLine(terminal.ErrorPaint.Bold($"==> {Path.GetFileNameWithoutExtension(log)} <=="));
            await using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await stream.CopyToAsync(terminal.OutStream, cancellation);
        }

        return ExitCodes.Ok;
    }
}
