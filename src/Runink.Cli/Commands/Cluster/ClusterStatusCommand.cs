using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Cluster.Members;
using Runink.Cli.Commands.Cluster.Recovery;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster;

/// <summary><c>runi cluster status</c>: how all members stand.</summary>
internal sealed class ClusterStatusCommand : ConnectedCommand
{
    /// <summary>The command.</summary>
    public ClusterStatusCommand(Terminal terminal) : base(terminal, "status", "Show how every endpoint and every other member stands; 5 when one cannot be reached.") =>
        AddCommon();

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster status", "The cluster of this machine's server."),
        new("runi cluster status --endpoints https://10.0.0.1:2379 --cacert ca.pem -o json", "Another one, for tools."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var reports = await MemberSurvey.TakeAsync(connection, Endpoints(parsed), cancellation);
        // What is committed, as far as anybody who answered knows.
        var committed = reports.Max(report => report.Status?.RaftIndex ?? 0);
        if (WantsJson(parsed))
        {
            var json = new JsonArray([.. reports.Select(report => ToJson(report, committed))]);
            terminal.Out.WriteLine(json.ToJsonString(OutputFormat.Indented));
        }
        else
        {
            Print(reports, committed, terminal);
            await RecoveriesPrinter.PrintAsync(connection, terminal, cancellation);
        }

        return reports.All(report => report.Status is not null) ? ExitCodes.Ok : ExitCodes.Unreachable;
    }

    private static JsonObject ToJson(MemberReport report, ulong committed)
    {
        var json = new JsonObject { ["endpoint"] = report.Endpoint?.GetLeftPart(UriPartial.Authority) };
        if (report.Member is { } member) json["name"] = member.Name;
        if (report.Status is not { } status)
        {
            if (report.Member is { } silent) json["memberId"] = Hex(silent.ID);
            json["problem"] = report.Problem;
            return json;
        }

        json["clusterId"] = Hex(status.Header.ClusterId);
        json["memberId"] = Hex(status.Header.MemberId);
        json["role"] = report.Role;
        json["leader"] = Hex(status.Leader);
        json["version"] = status.Version;
        json["revision"] = status.Header.Revision;
        json["bytes"] = status.DbSize;
        json["bytesInUse"] = status.DbSizeInUse;
        json["term"] = status.RaftTerm;
        json["index"] = status.RaftIndex;
        json["appliedIndex"] = status.RaftAppliedIndex;
        json["lag"] = Lag(status, committed);
        json["errors"] = new JsonArray([.. status.Errors.Select(error => JsonValue.Create(error))]);
        return json;
    }

    private static void Print(IReadOnlyList<MemberReport> reports, ulong committed, Terminal terminal)
    {
        var table = new TextTable("ENDPOINT", "MEMBER", "NAME", "ROLE", "VERSION", ">REVISION", ">SIZE", ">TERM", ">APPLIED", ">LAG", "PROBLEMS");
        foreach (var report in reports)
        {
            var (address, name) = (report.Endpoint?.GetLeftPart(UriPartial.Authority) ?? "", report.Member?.Name ?? "");
            if (report.Status is not { } status)
            {
                table.Add(address, report.Member is null ? "" : Hex(report.Member.ID), name, "", "", "", "", "", "", "", report.Problem ?? "");
                continue;
            }

            table.Add(address, Hex(status.Header.MemberId), name, report.Role, status.Version,
                status.Header.Revision.ToString(CultureInfo.InvariantCulture), Human.Bytes(status.DbSize),
                status.RaftTerm.ToString(CultureInfo.InvariantCulture), status.RaftAppliedIndex.ToString(CultureInfo.InvariantCulture),
                Lag(status, committed).ToString(CultureInfo.InvariantCulture), string.Join("; ", status.Errors));
        }

        table.Write(terminal.Out, terminal.OutPaint);
    }

    /// <summary>Entries that are committed and not applied there; those asked first may be a little better than it seems.</summary>
    private static ulong Lag(StatusResponse status, ulong committed) => committed - Math.Min(committed, status.RaftAppliedIndex);

    private static string Hex(ulong id) => MemberChoice.Hex(id);
}
