using System.CommandLine;
using System.CommandLine.Invocation;
using Runink.Cli.Output;

namespace Runink.Cli.Commands;

/// <summary>Prints help on standard output: what the command does, examples, then its syntax.</summary>
internal sealed class HelpAction(Terminal terminal) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool Terminating => true;

    // Help is help even when a required argument is missing.
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        new HelpWriter(terminal.Out, terminal.OutPaint, terminal.Width).Write(command);
        return 0;
    }
}
