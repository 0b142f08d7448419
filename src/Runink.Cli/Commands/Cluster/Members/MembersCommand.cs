using System.CommandLine;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary><c>runi cluster members</c>: who belongs to a cluster.</summary>
internal sealed class MembersCommand : CliCommand
{
    private readonly Option<string> _output = OutputFormat.Option("table", "json");
    private readonly ConnectionOptions _connection = new();

    /// <summary>The command.</summary>
    public MembersCommand(Terminal terminal) : base("members", "List the members of a cluster, as a majority knows them.")
    {
        Add(_output);
        _connection.AddTo(this);
        SetAction((parsed, cancellation) => ListAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples => [new("runi cluster members", "Names, ids, who votes, and where each is reached.")];

    private async Task<int> ListAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var connection = _connection.Connect(parsed);
        var answer = await connection.CallAsync(EtcdCalls.MemberList, new MemberListRequest { Linearizable = true }, cancellation);
        if (parsed.GetValue(_output) == "json") MembersPrinter.PrintJson(answer.Members, terminal);
        else MembersPrinter.Print(answer.Members, terminal);
        return ExitCodes.Ok;
    }
}
