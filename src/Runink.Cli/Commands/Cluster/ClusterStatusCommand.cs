using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster;

/// <summary><c>runi cluster status</c>: how every endpoint stands.</summary>
internal sealed class ClusterStatusCommand : CliCommand
{
    private readonly Option<string> _output = OutputFormat.Option("table", "json");
    private readonly ConnectionOptions _connection = new();

    /// <summary>The command.</summary>
    public ClusterStatusCommand(Terminal terminal) : base("status", "Show how every endpoint stands; 5 when one cannot be reached.")
    {
        Add(_output);
        _connection.AddTo(this);
        SetAction((parsed, cancellation) => ShowAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster status", "The server of this machine."),
        new("runi cluster status --endpoints https://10.0.0.1:2379 --cacert ca.pem -o json", "Another one, for tools."),
    ];

    private async Task<int> ShowAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var answers = new List<(Uri Endpoint, StatusResponse? Status, string? Problem)>();
        using var connection = _connection.Connect(parsed);
        foreach (var endpoint in _connection.Endpoints(parsed))
        {
            try
            {
                answers.Add((endpoint, await connection.CallAtAsync(endpoint, EtcdCalls.Status, new(), cancellation), null));
            }
            catch (RpcException e)
            {
                answers.Add((endpoint, null, e.Message));
            }
        }

        if (parsed.GetValue(_output) == "json")
        {
            var json = new JsonArray([.. answers.Select(one => ToJson(one.Endpoint, one.Status, one.Problem))]);
            terminal.Out.WriteLine(json.ToJsonString(OutputFormat.Indented));
        }
        else
        {
            Print(answers, terminal);
        }

        return answers.TrueForAll(one => one.Status is not null) ? ExitCodes.Ok : ExitCodes.Unreachable;
    }

    private static JsonObject ToJson(Uri endpoint, StatusResponse? status, string? problem)
    {
        var json = new JsonObject { ["endpoint"] = endpoint.GetLeftPart(UriPartial.Authority) };
        if (status is null)
        {
            json["problem"] = problem;
            return json;
        }

        json["clusterId"] = Hex(status.Header.ClusterId);
        json["memberId"] = Hex(status.Header.MemberId);
        json["leader"] = Hex(status.Leader);
        json["version"] = status.Version;
        json["revision"] = status.Header.Revision;
        json["bytes"] = status.DbSize;
        json["bytesInUse"] = status.DbSizeInUse;
        json["term"] = status.RaftTerm;
        json["index"] = status.RaftIndex;
        json["appliedIndex"] = status.RaftAppliedIndex;
        json["errors"] = new JsonArray([.. status.Errors.Select(error => JsonValue.Create(error))]);
        return json;
    }

    private static void Print(List<(Uri Endpoint, StatusResponse? Status, string? Problem)> answers, Terminal terminal)
    {
        var table = new TextTable("ENDPOINT", "MEMBER", "ROLE", "VERSION", ">REVISION", ">SIZE", ">TERM", ">APPLIED", "PROBLEMS");
        foreach (var (endpoint, status, problem) in answers)
        {
            var address = endpoint.GetLeftPart(UriPartial.Authority);
            if (status is null)
            {
                table.Add(address, "", "", "", "", "", "", "", problem ?? "");
                continue;
            }

            var role = status.Leader == status.Header.MemberId ? "leader" : status.Leader == 0 ? "no leader" : "follower";
            table.Add(address, Hex(status.Header.MemberId), role, status.Version,
                status.Header.Revision.ToString(CultureInfo.InvariantCulture), Human.Bytes(status.DbSize),
                status.RaftTerm.ToString(CultureInfo.InvariantCulture),
                status.RaftAppliedIndex.ToString(CultureInfo.InvariantCulture), string.Join("; ", status.Errors));
        }

        table.Write(terminal.Out, terminal.OutPaint);
    }

    private static string Hex(ulong id) => id.ToString("x", CultureInfo.InvariantCulture);
}
