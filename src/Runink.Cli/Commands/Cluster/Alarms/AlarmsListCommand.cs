using System.CommandLine;
using System.Text.Json.Nodes;
using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Cluster.Groups;
using Runink.Cli.Commands.Cluster.Members;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Alarms;

/// <summary><c>runi cluster alarms list</c>: the alarms that stand in any group.</summary>
internal sealed class AlarmsListCommand : ConnectedCommand
{
    /// <summary>The command.</summary>
    public AlarmsListCommand(Terminal terminal) : base(terminal, "list", "List the alarms that stand in any group.") => AddCommon();

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples => [new("runi cluster alarms list", "NOSPACE: a quota is used up. CORRUPT: members differ.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var found = new List<(string Group, string Alarm, string Member)>();
        foreach (var group in (await GroupNames.OthersAsync(connection, cancellation)).Prepend(KvGroups.System))
        {
            try
            {
                foreach (var alarm in await StandingAlarms.OfAsync(connection, group, cancellation))
                    found.Add((group, StandingAlarms.NameOf(alarm), MemberChoice.Hex(alarm.MemberID)));
            }
            catch (RpcException e) when (group != KvGroups.System && e.Code == RpcCode.NotFound)
            {
                // It was removed meanwhile.
            }
        }

        if (WantsJson(parsed))
        {
            terminal.Out.WriteLine(new JsonArray([.. found.Select(one => new JsonObject
            {
                ["group"] = one.Group,
                ["alarm"] = one.Alarm,
                ["member"] = one.Member,
            })]).ToJsonString(OutputFormat.Indented));
            return ExitCodes.Ok;
        }

        var table = new TextTable("GROUP", "ALARM", "MEMBER");
        foreach (var (group, alarm, member) in found) table.Add(group, alarm, member);
        table.Write(terminal.Out, terminal.OutPaint);
        return ExitCodes.Ok;
    }
}
