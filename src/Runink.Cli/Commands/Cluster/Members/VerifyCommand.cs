using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Cluster.Groups;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary><c>runi cluster verify</c>: whether all members hold the same of every group, by hashes of one revision.</summary>
internal sealed class VerifyCommand : ConnectedCommand
{
    /// <summary>The command.</summary>
    public VerifyCommand(Terminal terminal)
        : base(terminal, "verify", "Compare what all members hold of each group at one revision; 1 when they differ.") => AddCommon();

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples => [new("runi cluster verify", "While the cluster serves; every member reads all its keys once.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var reports = await MemberSurvey.TakeAsync(connection, Endpoints(parsed), cancellation);
        if (reports.FirstOrDefault(report => report.Status is null) is { } silent)
        {
            terminal.Fail($"{(silent.Name.Length > 0 ? silent.Name : silent.Endpoint)} cannot be asked: {silent.Problem}", hint: null);
            return ExitCodes.Unreachable;
        }

        var groups = new List<GroupHashes>();
        foreach (var name in (await GroupNames.OthersAsync(connection, cancellation)).Prepend(KvGroups.System))
            if (await GroupHashes.TakeAsync(connection, reports, name, cancellation) is { } group) groups.Add(group);
        if (WantsJson(parsed)) PrintJson(reports, groups, terminal);
        else Print(reports, groups, terminal);
        return groups.TrueForAll(group => group.AreSame) ? ExitCodes.Ok : ExitCodes.WorkFailed;
    }

    private static void Print(IReadOnlyList<MemberReport> reports, List<GroupHashes> groups, Terminal terminal)
    {
        var table = new TextTable("GROUP", "MEMBER", "HASH", ">REVISION", ">COMPACTED");
        foreach (var group in groups)
        {
            foreach (var (report, hash) in reports.Zip(group.Hashes))
            {
                table.Add(group.Group, report.Name, hash.Hash.ToString("x8", CultureInfo.InvariantCulture),
                    hash.HashRevision.ToString(CultureInfo.InvariantCulture), hash.CompactRevision.ToString(CultureInfo.InvariantCulture));
            }
        }

        table.Write(terminal.Out, terminal.OutPaint);
        var different = groups.Where(group => !group.AreSame).Select(group => group.Group).ToList();
        terminal.Out.WriteLine(different.Count == 0
            ? "all members hold the same"
            : $"members differ in {string.Join(", ", different)}: see docs/runbooks/barn-members-differ.md");
    }

    private static void PrintJson(IReadOnlyList<MemberReport> reports, List<GroupHashes> groups, Terminal terminal) =>
        terminal.Out.WriteLine(new JsonObject
        {
            ["same"] = groups.TrueForAll(group => group.AreSame),
            ["groups"] = new JsonArray([.. groups.Select(group => new JsonObject
            {
                ["name"] = group.Group,
                ["same"] = group.AreSame,
                ["members"] = new JsonArray([.. reports.Zip(group.Hashes, (report, hash) => new JsonObject
                {
                    ["name"] = report.Name,
                    ["hash"] = hash.Hash.ToString("x8", CultureInfo.InvariantCulture),
                    ["revision"] = hash.HashRevision,
                    ["compactRevision"] = hash.CompactRevision,
                })]),
            })]),
        }.ToJsonString(OutputFormat.Indented));
}
