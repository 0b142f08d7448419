using System.CommandLine;
using System.Text.Json;
using Runink.Cli.Output;
using Runink.Pipelines.Features;

namespace Runink.Cli.Commands;

/// <summary><c>runi steps</c>: the steps that a feature may use.</summary>
internal sealed class StepsCommand : CliCommand
{
    private readonly Argument<string[]> _words = new("WORD")
    {
        Description = "Show only steps that contain every word, for example: joined all.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _output = OutputFormat.Option("text", "json");

    /// <summary>The command.</summary>
    public StepsCommand(Terminal terminal) : base("steps", "List the steps that a feature may use.", "Write")
    {
        Add(_words);
        Add(_output);
        SetAction(parsed => Show(parsed, terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi steps", "Everything that a feature can say."),
        new("runi steps joined", "Only what has to do with joins."),
        new("runi steps -o json | jq -r '.[].expression'", "For tools."),
    ];

    private int Show(ParseResult parsed, Terminal terminal)
    {
        var words = parsed.GetValue(_words) ?? [];
        var steps = StepCatalogue.All.Where(step => words.All(word => Mentions(step, word))).ToList();
        if (parsed.GetValue(_output) == "json")
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(steps, OutputFormat.Indented));
            return 0;
        }

        if (steps.Count == 0)
        {
            throw CliErrors.NotFound($"no step mentions {string.Join(" and ", words)}", "run 'runi steps' to see them all");
        }

        foreach (var section in steps.GroupBy(step => step.Section))
        {
            terminal.Out.WriteLine(terminal.OutPaint.Bold(section.Key));
            foreach (var step in section) Write(step, terminal);
        }

        return 0;
    }

    private static void Write(StepDefinition step, Terminal terminal)
    {
        var argument = step.Argument switch
        {
            StepArgument.DocString => "  + doc string",
            StepArgument.Table => "  + table",
            StepArgument.OptionalTable => "  [+ table of options]",
            _ => "",
        };
        terminal.Out.WriteLine($"  {terminal.OutPaint.Cyan(step.Expression)}{argument}");
        terminal.Out.WriteLine($"      {step.Summary}");
        foreach (var line in step.Example.Split('\n')) terminal.Out.WriteLine($"      {terminal.OutPaint.Dim(line)}");
    }

    private static bool Mentions(StepDefinition step, string word) =>
        step.Id.Contains(word, StringComparison.OrdinalIgnoreCase)
        || step.Expression.Contains(word, StringComparison.OrdinalIgnoreCase)
        || step.Summary.Contains(word, StringComparison.OrdinalIgnoreCase);
}
