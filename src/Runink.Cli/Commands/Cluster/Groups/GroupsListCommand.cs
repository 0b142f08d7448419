using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Cluster.Members;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;
using Runink.Protocol.BarnV1;

namespace Runink.Cli.Commands.Cluster.Groups;

/// <summary><c>runi cluster groups list</c>: which groups there are.</summary>
internal sealed class GroupsListCommand : CliCommand
{
    private readonly Option<string> _output = OutputFormat.Option("table", "json");
    private readonly ConnectionOptions _connection = new();

    /// <summary>The command.</summary>
    public GroupsListCommand(Terminal terminal) : base("list", "List the groups of a cluster, as the member that is asked knows them.")
    {
        Add(_output);
        _connection.AddTo(this);
        SetAction((parsed, cancellation) => ListAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples => [new("runi cluster groups list", "Names, leaders, members and sizes.")];

    private async Task<int> ListAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var connection = _connection.Connect(parsed);
        var groups = (await connection.CallAsync(GroupCalls.List, new ListGroupsRequest(), cancellation)).Groups;
        if (parsed.GetValue(_output) == "json")
        {
            terminal.Out.WriteLine(new JsonArray([.. groups.Select(ToJson)]).ToJsonString(OutputFormat.Indented));
            return ExitCodes.Ok;
        }

        var members = (await connection.CallAsync(EtcdCalls.MemberList, new MemberListRequest(), cancellation)).Members;
        var table = new TextTable(">ID", "NAME", "LEADER", "STATE", ">VOTERS", ">LEARNERS", ">REVISION", ">SIZE", ">QUOTA");
        foreach (var group in groups)
        {
            table.Add(Text(group.Id), group.Name, LeaderOf(group, members), group.IsAsleep ? "asleep" : "awake", Text(group.Voters.Count),
                Text(group.Learners.Count), Text(group.Revision), Human.Bytes(group.StateBytes),
                group.QuotaBytes > 0 ? Human.Bytes(group.QuotaBytes) : "-");
        }

        table.Write(terminal.Out, terminal.OutPaint);
        return ExitCodes.Ok;
    }

    private static string LeaderOf(Group group, IEnumerable<Member> members)
    {
        if (group.Leader == 0) return "none";
        return members.FirstOrDefault(member => member.ID == group.Leader) is { } leader
            ? MemberChoice.NameOf(leader)
            : MemberChoice.Hex(group.Leader);
    }

    private static JsonObject ToJson(Group group) => new()
    {
        ["id"] = group.Id,
        ["name"] = group.Name,
        ["leader"] = group.Leader == 0 ? null : MemberChoice.Hex(group.Leader),
        ["voters"] = Ids(group.Voters),
        ["learners"] = Ids(group.Learners),
        ["asleep"] = group.IsAsleep,
        ["revision"] = group.Revision,
        ["stateBytes"] = group.StateBytes,
        ["quotaBytes"] = group.QuotaBytes > 0 ? group.QuotaBytes : null,
    };

    private static JsonArray Ids(IEnumerable<ulong> ids) => [.. ids.Select(id => JsonValue.Create(MemberChoice.Hex(id)))];

    private static string Text<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
