using System.CommandLine;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary><c>runi cluster remove</c>: a member leaves for good.</summary>
internal sealed class RemoveCommand : CliCommand
{
    private readonly Argument<string> _member = MemberChoice.Argument();
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask; needed where nobody can be asked." };
    private readonly Option<string> _output = OutputFormat.Option("table", "json");
    private readonly ConnectionOptions _connection = new();

    /// <summary>The command.</summary>
    public RemoveCommand(Terminal terminal) : base("remove", "Remove a member for good: its id never comes back.")
    {
        Add(_member);
        Add(_yes);
        Add(_output);
        _connection.AddTo(this);
        SetAction((parsed, cancellation) => RemoveAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster remove barn-3", "Asks first."),
        new("runi cluster remove 8e9e05c52164694d --yes", "By id, for scripts."),
    ];

    private async Task<int> RemoveAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var connection = _connection.Connect(parsed);
        var member = await MemberChoice.FindAsync(connection, parsed.GetRequiredValue(_member), cancellation);
        var name = MemberChoice.NameOf(member);
        if (!parsed.GetValue(_yes) && !Confirms(name, terminal)) throw CliErrors.Usage($"{name} was not removed");
        var answer = await connection.CallAsync(EtcdCalls.MemberRemove, new MemberRemoveRequest { ID = member.ID }, cancellation);
        if (parsed.GetValue(_output) == "json") MembersPrinter.PrintJson(answer.Members, terminal);
        else terminal.Out.WriteLine($"removed {name}; {Human.Plural(answer.Members.Count, "member")} left");
        return ExitCodes.Ok;
    }

    private static bool Confirms(string name, Terminal terminal)
    {
        if (!terminal.IsInteractive || Console.IsInputRedirected)
            throw CliErrors.Usage("nobody can be asked whether to remove a member", "give --yes");
        terminal.Error.Write($"Remove {TerminalText.Clean(name)} for good? Type its name: ");
        return Console.ReadLine()?.Trim() == name;
    }
}
