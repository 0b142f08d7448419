using System.CommandLine;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol.BarnV1;

namespace Runink.Cli.Commands.Cluster.Groups;

/// <summary><c>runi cluster groups remove</c>: a group goes, with everything in it.</summary>
internal sealed class GroupsRemoveCommand : CliCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Which group." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask; needed where nobody can be asked." };
    private readonly ConnectionOptions _connection = new();

    /// <summary>The command.</summary>
    public GroupsRemoveCommand(Terminal terminal) : base("remove", "Remove a group for good, with all keys in it.")
    {
        Add(_name);
        Add(_yes);
        _connection.AddTo(this);
        SetAction((parsed, cancellation) => RemoveAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster groups remove payments", "Asks first."),
        new("runi cluster groups remove payments --yes", "For scripts."),
    ];

    private async Task<int> RemoveAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var connection = _connection.Connect(parsed);
        var name = parsed.GetRequiredValue(_name);
        if (!parsed.GetValue(_yes) && !Confirms(name, terminal)) throw CliErrors.Usage($"{name} was not removed");
        await connection.CallAsync(GroupCalls.Remove, new RemoveGroupRequest { Name = name }, cancellation);
        terminal.Out.WriteLine($"removed {name}");
        return ExitCodes.Ok;
    }

    private static bool Confirms(string name, Terminal terminal)
    {
        if (!terminal.IsInteractive || Console.IsInputRedirected)
            throw CliErrors.Usage("nobody can be asked whether to remove a group", "give --yes");
        terminal.Error.Write($"Remove {TerminalText.Clean(name)} with all its keys? Type its name: ");
        return Console.ReadLine()?.Trim() == name;
    }
}
