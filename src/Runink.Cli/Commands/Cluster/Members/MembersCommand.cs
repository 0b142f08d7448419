using System.CommandLine;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Cluster.Recovery;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary><c>runi cluster members</c>: who belongs to a cluster.</summary>
internal sealed class MembersCommand : ConnectedCommand
{
    /// <summary>The command.</summary>
    public MembersCommand(Terminal terminal) : base(terminal, "members", "List the members of a cluster, as a majority knows them.") =>
        AddCommon();

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples => [new("runi cluster members", "Names, ids, who votes, and where each is reached.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var answer = await connection.CallAsync(EtcdCalls.MemberList, new MemberListRequest { Linearizable = true }, cancellation);
        if (WantsJson(parsed)) MembersPrinter.PrintJson(answer.Members, terminal);
        else
        {
            MembersPrinter.Print(answer.Members, terminal);
            await RecoveriesPrinter.PrintAsync(connection, terminal, cancellation);
        }

        return ExitCodes.Ok;
    }
}
