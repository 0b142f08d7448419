using System.CommandLine;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary><c>runi cluster remove</c>: a member leaves for good.</summary>
internal sealed class RemoveCommand : ConnectedCommand
{
    private readonly Argument<string> _member = MemberChoice.Argument();
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask; needed where nobody can be asked." };

    /// <summary>The command.</summary>
    public RemoveCommand(Terminal terminal) : base(terminal, "remove", "Remove a member for good: its id never comes back.")
    {
        Add(_member);
        Add(_yes);
        AddCommon();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster remove barn-3", "Asks first."),
        new("runi cluster remove 8e9e05c52164694d --yes", "By id, for scripts."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var member = await MemberChoice.FindAsync(connection, parsed.GetRequiredValue(_member), cancellation);
        var name = MemberChoice.NameOf(member);
        if (!parsed.GetValue(_yes) && !Confirms(name, terminal)) throw CliErrors.Usage($"{name} was not removed");
        var answer = await connection.CallAsync(EtcdCalls.MemberRemove, new MemberRemoveRequest { ID = member.ID }, cancellation);
        if (WantsJson(parsed)) MembersPrinter.PrintJson(answer.Members, terminal);
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
