using System.CommandLine;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Cli.Runs;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Runs.DeadLetters;

namespace Runink.Cli.Commands;

/// <summary><c>runi dlq show</c>: one dead letter, whole.</summary>
internal sealed class DlqShowCommand : CliCommand
{
    private readonly Argument<string> _id = new("LETTER") { Description = "Id of the letter; its beginning is enough." };
    private readonly Option<string> _output = OutputFormat.Option("text", "json");

    /// <summary>The command.</summary>
    public DlqShowCommand(Terminal terminal)
        : base("show", "Show one dead letter: where it came from, what it broke, what it holds.")
    {
        Add(_id);
        Add(_output);
        SetAction((parsed, cancellation) => ShowAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi dlq show 4be2", "By the beginning of its id."),
        new("runi dlq show 4be2 -o json", "As it is stored."),
    ];

    private async Task<int> ShowAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await ProjectSession.OpenHereAsync(terminal, cancellation);
        var letter = await new DeadLetterReader(session.Project, session.Ledger).GetAsync(parsed.GetValue(_id)!, cancellation);
        if (parsed.GetValue(_output) == "json") terminal.Out.WriteLine(PlanJson.Write(letter));
        else LetterText.Show(letter, terminal.Out, terminal.OutPaint);
        return ExitCodes.Ok;
    }
}
