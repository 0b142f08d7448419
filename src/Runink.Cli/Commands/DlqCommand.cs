using Runink.Cli.Output;

namespace Runink.Cli.Commands;

/// <summary><c>runi dlq</c>: the records that failed, with their reasons.</summary>
internal sealed class DlqCommand : CliCommand
{
    /// <summary>The command.</summary>
    public DlqCommand(Terminal terminal)
        : base("dlq", "Look at dead letters: the records that failed, with their reasons.", "Look inside")
    {
        Add(new DlqListCommand(terminal));
        Add(new DlqShowCommand(terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi dlq ls", "How many letters each run wrote, and why."),
        new("runi dlq ls k3f9 --rule price.maximum", "The letters of a run that broke one rule."),
        new("runi dlq show 4be2", "One letter, by the beginning of its id."),
    ];
}
