using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary><c>runi cluster verify</c>: whether all members hold the same, by hashes of one revision.</summary>
internal sealed class VerifyCommand : ConnectedCommand
{
    private const int Rounds = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The command.</summary>
    public VerifyCommand(Terminal terminal) : base(terminal, "verify", "Compare what all members hold at one revision; 1 when they differ.") =>
        AddCommon();

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

        // A compaction on the way makes hashes differ that were taken before and after it: then again.
        var hashes = await HashAsync(connection, reports, cancellation);
        for (var round = 1; round < Rounds && hashes.DistinctBy(hash => hash.CompactRevision).Skip(1).Any(); round++)
            hashes = await HashAsync(connection, reports, cancellation);
        var isSame = !hashes.DistinctBy(hash => (hash.Hash, hash.CompactRevision)).Skip(1).Any();
        if (WantsJson(parsed)) PrintJson(reports, hashes, isSame, terminal);
        else Print(reports, hashes, isSame, terminal);
        return isSame ? ExitCodes.Ok : ExitCodes.WorkFailed;
    }

    private static async Task<List<HashKVResponse>> HashAsync(
        ClusterConnection connection, IReadOnlyList<MemberReport> reports, CancellationToken cancellation)
    {
        var hashes = new List<HashKVResponse>();
        foreach (var report in reports)
        {
            var request = new HashKVRequest { Revision = hashes.Count > 0 ? hashes[0].HashRevision : 0 };
            hashes.Add(await HashAsync(connection, report.Endpoint!, request, cancellation));
        }

        return hashes;
    }

    /// <summary>A member that has not come as far yet is waited for, as long as an answer may take.</summary>
    private static async Task<HashKVResponse> HashAsync(
        ClusterConnection connection, Uri endpoint, HashKVRequest request, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await connection.CallAtAsync(endpoint, EtcdCalls.HashKv, request, cancellation);
            }
            catch (RpcException e) when (e.Message == KvErrors.FutureRevision.Message
                && TimeProvider.System.GetElapsedTime(started) < connection.TimeLimit)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private static void Print(IReadOnlyList<MemberReport> reports, List<HashKVResponse> hashes, bool isSame, Terminal terminal)
    {
        var table = new TextTable("MEMBER", "HASH", ">REVISION", ">COMPACTED");
        foreach (var (report, hash) in reports.Zip(hashes))
        {
            table.Add(report.Name, hash.Hash.ToString("x8", CultureInfo.InvariantCulture),
                hash.HashRevision.ToString(CultureInfo.InvariantCulture), hash.CompactRevision.ToString(CultureInfo.InvariantCulture));
        }

        table.Write(terminal.Out, terminal.OutPaint);
        terminal.Out.WriteLine(isSame ? "all members hold the same" : "members differ: see docs/runbooks/barn-members-differ.md");
    }

    private static void PrintJson(IReadOnlyList<MemberReport> reports, List<HashKVResponse> hashes, bool isSame, Terminal terminal) =>
        terminal.Out.WriteLine(new JsonObject
        {
            ["same"] = isSame,
            ["members"] = new JsonArray([.. reports.Zip(hashes, (report, hash) => new JsonObject
            {
                ["name"] = report.Name,
                ["hash"] = hash.Hash.ToString("x8", CultureInfo.InvariantCulture),
                ["revision"] = hash.HashRevision,
                ["compactRevision"] = hash.CompactRevision,
            })]),
        }.ToJsonString(OutputFormat.Indented));
}
