using System.CommandLine;
using System.Text.Json;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Cli.Runs;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Runs.DeadLetters;

namespace Runink.Cli.Commands;

/// <summary><c>runi dlq ls</c>: an overview of all runs, or the letters of one.</summary>
internal sealed class DlqListCommand : CliCommand
{
    private readonly Argument<string?> _run = new("RUN")
    {
        Description = "List the letters of this run; the end of its name is enough. Without it, an overview of all runs.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _rule = new("--rule")
    {
        Description = "Only letters that broke this rule: minimum or price.minimum.",
        HelpName = "RULE",
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "At most so many.",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };
    private readonly Option<string> _output = OutputFormat.Option("table", "json");

    /// <summary>The command.</summary>
    public DlqListCommand(Terminal terminal) : base("ls", "List dead letters.")
    {
        Aliases.Add("list");
        Add(_run);
        Add(_rule);
        Add(_limit);
        Add(_output);
        SetAction((parsed, cancellation) => ListAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi dlq ls", "How many letters each run wrote, and why."),
        new("runi dlq ls k3f9", "The first letters of a run."),
        new("runi dlq ls k3f9 --rule price.maximum -o json --limit 1000", "As JSON lines, for tools."),
    ];

    private async Task<int> ListAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await ProjectSession.OpenHereAsync(terminal, cancellation);
        var reader = new DeadLetterReader(session.Project, session.Ledger);
        var (run, rule, asJson) = (parsed.GetValue(_run), parsed.GetValue(_rule), parsed.GetValue(_output) == "json");
        if (run is null && rule is null)
        {
            Overview(await reader.ListAsync(cancellation: cancellation), asJson, terminal);
            return ExitCodes.Ok;
        }

        var filter = new DeadLetterFilter(run is null ? null : (await session.RunAsync(run, cancellation)).Id, rule);
        var letters = reader.ReadAsync(filter, cancellation).Take(Math.Max(1, parsed.GetValue(_limit)));
        if (asJson) await foreach (var letter in letters) terminal.Out.WriteLine(PlanJson.Write(letter));
        else LetterText.Table(await letters.ToListAsync(cancellation), terminal.Out, terminal.OutPaint);
        return ExitCodes.Ok;
    }

    private static void Overview(IReadOnlyList<DeadLetterSummary> summaries, bool asJson, Terminal terminal)
    {
        if (asJson)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(summaries, PlanJson.Options));
            return;
        }

        if (summaries.Count == 0) terminal.Error.WriteLine("no dead letters");
        else LetterText.Overview(summaries, terminal.Out, terminal.OutPaint);
    }
}
