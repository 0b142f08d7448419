using System.CommandLine;
using System.Text.Json.Nodes;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary><c>runi cluster transfer</c>: another member leads.</summary>
internal sealed class TransferCommand : ConnectedCommand
{
    private readonly Argument<string?> _member = new("MEMBER")
    {
        Description = "Name or hexadecimal id of the member that is to lead; without it, the voter that lacks least.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The command.</summary>
    public TransferCommand(Terminal terminal) : base(terminal, "transfer", "Have another member lead, without an election that somebody waits for.")
    {
        Add(_member);
        AddCommon();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster transfer", "Before the leader's machine is worked on; a server that is stopped does it by itself."),
        new("runi cluster transfer barn-2", "To a certain one."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var reports = await MemberSurvey.TakeAsync(connection, Endpoints(parsed), cancellation);
        if (reports.All(report => report.Status is null)) throw Unreachable(reports[0].Problem!);
        var leader = reports.FirstOrDefault(report => report.Role == "leader") ?? throw Unreachable("no member says that it leads");
        var target = Target(reports, parsed.GetValue(_member));
        if (target.ID != leader.Status!.Header.MemberId)
            await connection.CallAtAsync(leader.Endpoint!, EtcdCalls.MoveLeader, new MoveLeaderRequest { TargetID = target.ID }, cancellation);
        if (WantsJson(parsed))
        {
            var json = new JsonObject { ["leader"] = MemberChoice.Hex(target.ID), ["before"] = MemberChoice.Hex(leader.Status.Header.MemberId) };
            terminal.Out.WriteLine(json.ToJsonString(OutputFormat.Indented));
        }
        else
        {
            terminal.Out.WriteLine($"{MemberChoice.NameOf(target)} leads now");
        }

        return ExitCodes.Ok;
    }

    private static Member Target(IReadOnlyList<MemberReport> reports, string? word)
    {
        if (word is not null) return MemberChoice.Find([.. reports.Select(report => report.Member).OfType<Member>()], word);
        return reports.Where(report => report is { Role: "follower", Member: not null })
            .MaxBy(report => report.Status!.RaftAppliedIndex)?.Member ?? throw CliErrors.NotFound("there is no other member that could lead");
    }

    private static RuninkException Unreachable(string problem) => new(
        ClusterErrors.NoLeader.Error($"the leader cannot be asked: {problem}", at: null), ExitCodes.Unreachable);
}
