using System.CommandLine;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary><c>runi cluster update</c>: a member is reached elsewhere.</summary>
internal sealed class UpdateCommand : ConnectedCommand
{
    private readonly Argument<string> _member = MemberChoice.Argument();
    private readonly Argument<string> _urls = new("URL") { Description = "Its peer URLs from now on, separated by commas." };

    /// <summary>The command.</summary>
    public UpdateCommand(Terminal terminal) : base(terminal, "update", "Tell the others under which peer URLs a member is reached.")
    {
        Add(_member);
        Add(_urls);
        AddCommon();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
        [new("runi cluster update barn-3 https://10.0.0.9:2380", "Then start it again with that URL.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var urls = MemberChoice.PeerUrls(parsed.GetRequiredValue(_urls));
        var member = await MemberChoice.FindAsync(connection, parsed.GetRequiredValue(_member), cancellation);
        var request = new MemberUpdateRequest { ID = member.ID, PeerURLs = { urls } };
        var answer = await connection.CallAsync(EtcdCalls.MemberUpdate, request, cancellation);
        if (WantsJson(parsed)) MembersPrinter.PrintJson(answer.Members, terminal);
        else terminal.Out.WriteLine($"{MemberChoice.NameOf(member)} is reached at {string.Join(',', urls)}");
        return ExitCodes.Ok;
    }
}
