using System.CommandLine;
using Runink.Isolation.Network;

namespace Runink.Cli.Commands;

/// <summary><c>runi egress</c>: what starts a program in a sandbox that may reach the network; not for people, so it is not in the help.</summary>
internal sealed class EgressCommand : CliCommand
{
    private readonly Argument<string> _socket = new("socket") { Description = "The agent's socket." };
    private readonly Argument<string[]> _command = new("command") { Description = "What to run.", Arity = ArgumentArity.OneOrMore };

    /// <summary>The command.</summary>
    public EgressCommand() : base("egress", "Run a command with a proxy to the endpoints that its step names.")
    {
        Hidden = true;
        Add(_socket);
        Add(_command);
        SetAction((parsed, cancellation) => EgressShell.RunAsync(parsed.GetValue(_socket)!, parsed.GetValue(_command)!, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples => [];
}
