using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Kv.Text;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Kv;

/// <summary><c>runi kv del</c>: deletes keys.</summary>
internal sealed class KvDelCommand : ConnectedCommand
{
    private readonly KeyArguments _keys = new();
    private readonly Option<bool> _previous = new("--prev-kv") { Description = "Show what was deleted." };

    /// <summary>The command.</summary>
    public KvDelCommand(Terminal terminal) : base(terminal, "del", "Delete keys.", hasGroup: true)
    {
        _keys.AddTo(this);
        Add(_previous);
        AddCommon();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi kv del app/colour", "One key."),
        new("runi kv del app/ --prefix --prev-kv", "All keys that begin alike, showing what is lost."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var (key, end) = _keys.Read(parsed);
        var request = new DeleteRangeRequest { Key = key, RangeEnd = end, PrevKv = parsed.GetValue(_previous) };
        var answer = await connection.CallAsync(EtcdCalls.DeleteRange, request, cancellation);
        if (WantsJson(parsed))
        {
            var json = new JsonObject { ["revision"] = answer.Header.Revision, ["deleted"] = answer.Deleted };
            if (request.PrevKv) json["previous"] = new JsonArray([.. answer.PrevKvs.Select(KvText.ToJson)]);
            terminal.Out.WriteLine(json.ToJsonString(OutputFormat.Indented));
            return ExitCodes.Ok;
        }

        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Deleted} deleted"));
        if (answer.PrevKvs.Count > 0)
        {
            var table = new TextTable("KEY", "VALUE");
            foreach (var kv in answer.PrevKvs) table.Add(KvText.Show(kv.Key), KvText.Show(kv.Value));
            table.Write(terminal.Out, terminal.OutPaint);
        }

        return ExitCodes.Ok;
    }
}
