using System.CommandLine;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary><c>runi cluster update</c>: a member is reached elsewhere.</summary>
internal sealed class UpdateCommand : CliCommand
{
    private readonly Argument<string> _member = MemberChoice.Argument();
    private readonly Argument<string> _urls = new("URL") { Description = "Its peer URLs from now on, separated by commas." };
    private readonly Option<string> _output = OutputFormat.Option("table", "json");
    private readonly ConnectionOptions _connection = new();

    /// <summary>The command.</summary>
    public UpdateCommand(Terminal terminal) : base("update", "Tell the others under which peer URLs a member is reached.")
    {
        Add(_member);
        Add(_urls);
        Add(_output);
        _connection.AddTo(this);
        SetAction((parsed, cancellation) => UpdateAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
        [new("runi cluster update barn-3 https://10.0.0.9:2380", "Then start it again with that URL.")];

    private async Task<int> UpdateAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var urls = MemberChoice.PeerUrls(parsed.GetRequiredValue(_urls));
        using var connection = _connection.Connect(parsed);
        var member = await MemberChoice.FindAsync(connection, parsed.GetRequiredValue(_member), cancellation);
        var request = new MemberUpdateRequest { ID = member.ID, PeerURLs = { urls } };
        var answer = await connection.CallAsync(EtcdCalls.MemberUpdate, request, cancellation);
        if (parsed.GetValue(_output) == "json") MembersPrinter.PrintJson(answer.Members, terminal);
        else terminal.Out.WriteLine($"{MemberChoice.NameOf(member)} is reached at {string.Join(',', urls)}");
        return ExitCodes.Ok;
    }
}
