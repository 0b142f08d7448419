using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Runink.Barn;
using Runink.Cli.Commands.Server;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Cluster;

/// <summary><c>runi cluster check</c>: reads a data directory offline.</summary>
internal sealed class ClusterCheckCommand : CliCommand
{
    private readonly Argument<string> _directory = new("DIR") { Description = "Data directory of a server that is stopped." };
    private readonly Option<string> _output = OutputFormat.Option("table", "json");

    /// <summary>The command.</summary>
    public ClusterCheckCommand(Terminal terminal) : base("check", "Read a whole data directory and name what is damaged; changes nothing.")
    {
        Add(_directory);
        Add(_output);
        SetAction(parsed => Check(Path.GetFullPath(parsed.GetRequiredValue(_directory)), parsed.GetValue(_output) == "json", terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
        [new("runi cluster check default.barn", "1 when something is damaged, 3 while a server uses it.")];

    private static int Check(string directory, bool asJson, Terminal terminal)
    {
        DirectoryReport report;
        try
        {
            report = DirectoryCheck.Run(directory);
        }
        catch (Exception e) when (ServerFailures.IsExpected(e))
        {
            throw ServerFailures.Explain(e, directory);
        }

        if (asJson) terminal.Out.WriteLine(JsonSerializer.Serialize(report, OutputFormat.Indented));
        else
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{report.Snapshots} snapshots, {report.Entries} log entries up to {report.LastIndex}"));
            foreach (var problem in report.Problems) terminal.Out.WriteLine($"damaged: {TerminalText.Clean(problem)}");
            if (report.Problems.Count == 0) terminal.Out.WriteLine("nothing is damaged");
        }

        return report.Problems.Count == 0 ? ExitCodes.Ok : ExitCodes.WorkFailed;
    }
}
