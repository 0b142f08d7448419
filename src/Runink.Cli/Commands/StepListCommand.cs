using System.CommandLine;
using System.Text.Json;
using Runink.Cli.Output;
using Runink.Cli.Steps;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Types;

namespace Runink.Cli.Commands;

/// <summary><c>runi step list</c>: the steps of one's own in a project.</summary>
internal sealed class StepListCommand : CliCommand
{
    private readonly Option<string> _output = OutputFormat.Option("table", "json");

    /// <summary>The command.</summary>
    public StepListCommand(Terminal terminal) : base("list", "List the steps of this project, and the scenarios that use them.")
    {
        Aliases.Add("ls");
        Add(_output);
        SetAction(parsed => List(parsed.GetValue(_output)!, terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi step list", "Files, languages, columns, and who uses them."),
        new("runi step list -o json", "The same for tools."),
    ];

    private static int List(string format, Terminal terminal)
    {
        var project = Project.Find(Environment.CurrentDirectory);
        terminal.SourceRoot = project.Root;
        var inventory = new StepInventory(project, new PlaceholderValues(new Dictionary<string, string>(), DateTimeOffset.UtcNow));
        var steps = inventory.Find();
        if (format == "json") terminal.Out.WriteLine(JsonSerializer.Serialize(steps.Select(Report), OutputFormat.Indented));
        else if (steps.Count == 0) terminal.Error.WriteLine("this project has no steps of its own; write one with 'runi step new Grade'");
        else Table(steps, terminal);
        if (inventory.Diagnostics.Count == 0) return ExitCodes.Ok;
        var errors = Human.Plural(inventory.Diagnostics.Count, "error");
        terminal.Error.WriteLine(
            $"{terminal.ErrorPaint.Yellow("warning:")} {errors} in features and steps, so this may not be all; see 'runi check .'");
        return ExitCodes.Ok;
    }

    private static void Table(IReadOnlyList<OwnStep> steps, Terminal terminal)
    {
        var table = new TextTable("FILE", "LANGUAGE", "TAKES", "RETURNS", "USED BY");
        foreach (var step in steps)
        {
            var users = step.Scenarios.Count == 0 ? "-" : string.Join("; ", step.Scenarios);
            table.Add(step.File, step.Language, Names(step.Takes), Names(step.Returns), users);
        }

        table.Write(terminal.Out, terminal.OutPaint);
    }

    private static string Names(IReadOnlyList<Column> columns) =>
        columns.Count == 0 ? "?" : string.Join(", ", columns.Select(column => $"{column.Name} {column.Type}"));

    private static object Report(OwnStep step) => new
    {
        step.File,
        step.Language,
        Takes = step.Takes.Select(column => new { column.Name, Type = column.Type.ToString() }),
        Returns = step.Returns.Select(column => new { column.Name, Type = column.Type.ToString() }),
        step.Endpoints,
        step.Scenarios,
    };
}
