using System.CommandLine;
using System.Text.Json;
using Runink.Cli.Commands.Cluster;
using Runink.Cli.Commands.Server;
using Runink.Cli.Output;
using Runink.Cli.Queries;
using Runink.Execution;
using Runink.Execution.Sources;
using Runink.Pipelines.Diagnostics;
using Runink.Runs;

namespace Runink.Cli.Commands;

/// <summary><c>runi errors</c>: what an error code means and what to do about it.</summary>
internal sealed class ErrorsCommand : CliCommand
{
    private readonly Argument<string?> _code = new("CODE")
    {
        Description = "A code as messages show it: R1003.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string> _output = OutputFormat.Option("text", "json");

    /// <summary>The command.</summary>
    public ErrorsCommand(Terminal terminal) : base("errors", "Explain an error code, or list them all.", "Write")
    {
        Add(_code);
        Add(_output);
        SetAction(parsed => Explain(parsed.GetValue(_code), parsed.GetValue(_output)!, terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi errors R1003", "Why, and how to mend it."),
        new("runi errors", "All codes with their titles."),
    ];

    /// <summary>Every kind of error that any part reports, in order of codes.</summary>
    public static IReadOnlyList<ErrorDefinition> All { get; } =
    [
        .. new[] { DiagnosticCatalog.All, ReadErrors.All, SliceErrors.All, RunErrors.All, CliErrors.All, QueryErrors.All, ServerErrors.All, ClusterErrors.All }
            .SelectMany(area => area)
            .OrderBy(error => error.Code, StringComparer.Ordinal),
    ];

    private static int Explain(string? code, string format, Terminal terminal)
    {
        var chosen = All.Where(error => code is null || string.Equals(error.Code, code, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (chosen.Count == 0)
        {
            var near = Suggestions.DidYouMean(code!, All.Select(error => error.Code));
            throw CliErrors.NotFound($"there is no error code '{code}'", near ?? "see 'runi errors'");
        }

        if (format == "json") terminal.Out.WriteLine(JsonSerializer.Serialize(chosen, OutputFormat.Indented));
        else if (code is null) List(chosen, terminal);
        else Show(chosen[0], terminal);
        return ExitCodes.Ok;
    }

    private static void List(List<ErrorDefinition> errors, Terminal terminal)
    {
        var table = new TextTable("CODE", "TITLE");
        foreach (var error in errors) table.Add(error.Code, error.Title);
        table.Write(terminal.Out, terminal.OutPaint);
    }

    private static void Show(ErrorDefinition error, Terminal terminal)
    {
        terminal.Out.WriteLine(terminal.OutPaint.Bold($"{error.Code}: {error.Title}"));
        terminal.Out.WriteLine($"\n{error.Explanation}\n\n{terminal.OutPaint.Cyan("fix:")} {error.Fix}");
    }
}
