using System.CommandLine;
using System.Text.Json;
using Runink.Cli.Doctor;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands;

/// <summary><c>runi doctor</c>: checks the machine and the project, with a fix for whatever is wrong.</summary>
internal sealed class DoctorCommand : CliCommand
{
    private readonly Option<string> _output = OutputFormat.Option("text", "json");

    /// <summary>The command.</summary>
    public DoctorCommand(Terminal terminal)
        : base("doctor", "Check this machine and project, and say how to fix what is wrong.", "Set up")
    {
        Add(_output);
        SetAction(parsed => Examine(terminal, parsed.GetValue(_output)!));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi doctor", "Everything at a glance; exit code 1 when something will not work."),
        new("runi doctor -o json", "For tools."),
    ];

    private static int Examine(Terminal terminal, string format)
    {
        var findings = DoctorChecks.All(Environment.CurrentDirectory).ToList();
        if (format == "json") terminal.Out.WriteLine(JsonSerializer.Serialize(findings, OutputFormat.Indented));
        else Print(findings, terminal);
        return findings.Exists(finding => finding.Status == FindingStatus.Fail) ? ExitCodes.WorkFailed : ExitCodes.Ok;
    }

    private static void Print(List<Finding> findings, Terminal terminal)
    {
        var (writer, paint) = (terminal.Out, terminal.OutPaint);
        foreach (var category in findings.GroupBy(finding => finding.Category))
        {
            writer.WriteLine(paint.Bold(category.Key));
            foreach (var finding in category)
            {
                writer.WriteLine($"  {Mark(finding.Status, paint)}  {finding.Name,-16} {finding.Message}");
                if (finding.Fix is not null) writer.WriteLine($"        {paint.Cyan("fix:")} {finding.Fix}");
            }
        }

        var failed = findings.Count(finding => finding.Status == FindingStatus.Fail);
        var warned = findings.Count(finding => finding.Status == FindingStatus.Warn);
        writer.WriteLine($"\n{Human.Plural(findings.Count, "check")}, {failed} failed, {Human.Plural(warned, "warning")}");
    }

    private static string Mark(FindingStatus status, Paint paint) => status switch
    {
        FindingStatus.Pass => paint.Green("ok  "),
        FindingStatus.Warn => paint.Yellow("warn"),
        _ => paint.Red("FAIL"),
    };
}
