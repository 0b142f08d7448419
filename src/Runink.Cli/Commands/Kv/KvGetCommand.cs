using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Kv.Text;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Kv;

/// <summary><c>runi kv get</c>: keys with their values.</summary>
internal sealed class KvGetCommand : ConnectedCommand
{
    private readonly KeyArguments _keys = new();
    private readonly Option<long> _limit = new("--limit") { Description = "At most so many keys; 0 for all.", HelpName = "N" };
    private readonly Option<long> _revision = new("--rev") { Description = "As of this revision; 0 for the newest.", HelpName = "REV" };
    private readonly Option<string> _sort = new("--sort-by") { Description = "Order by key, version, create, mod or value.", HelpName = "WHAT" };
    private readonly Option<bool> _descending = new("--descend") { Description = "Greatest first." };
    private readonly Option<bool> _keysOnly = new("--keys-only") { Description = "Without values." };
    private readonly Option<bool> _countOnly = new("--count-only") { Description = "Only how many there are." };
    private readonly Option<bool> _valueOnly = new("--value-only") { Description = "The bytes of the values and nothing else." };
    private readonly Option<bool> _serializable = new("--serializable") { Description = "What the endpoint knows, without asking the others." };

    /// <summary>The command.</summary>
    public KvGetCommand(Terminal terminal) : base(terminal, "get", "Read keys.", hasGroup: true)
    {
        _sort.AcceptOnlyFromAmong("key", "version", "create", "mod", "value");
        _keys.AddTo(this);
        foreach (var option in new Option[] { _limit, _revision, _sort, _descending, _keysOnly, _countOnly, _valueOnly, _serializable })
            Add(option);
        AddCommon();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi kv get app/colour", "One key."),
        new("runi kv get app/ --prefix --sort-by mod --descend --limit 10", "The last ten that changed."),
        new("runi kv get certificate --value-only > certificate.der", "A value as it is, byte for byte."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var (key, end) = _keys.Read(parsed);
        var answer = await connection.CallAsync(EtcdCalls.Range, Request(parsed, key, end), cancellation);
        if (end.IsEmpty && answer.Count == 0 && !parsed.GetValue(_countOnly))
            throw CliErrors.NotFound($"there is no key '{KvText.Show(key)}'");
        if (parsed.GetValue(_valueOnly)) await WriteValuesAsync(answer, terminal, cancellation);
        else if (WantsJson(parsed)) terminal.Out.WriteLine(ToJson(answer).ToJsonString(OutputFormat.Indented));
        else if (parsed.GetValue(_countOnly)) terminal.Out.WriteLine(answer.Count.ToString(CultureInfo.InvariantCulture));
        else Print(answer, terminal);
        if (answer.More) terminal.Error.WriteLine($"{answer.Count - answer.Kvs.Count} more keys are not shown");
        return ExitCodes.Ok;
    }

    private RangeRequest Request(ParseResult parsed, Google.Protobuf.ByteString key, Google.Protobuf.ByteString end)
    {
        var (sort, descending) = (parsed.GetValue(_sort), parsed.GetValue(_descending));
        return new()
        {
            Key = key,
            RangeEnd = end,
            Limit = parsed.GetValue(_limit),
            Revision = parsed.GetValue(_revision),
            SortTarget = sort is null ? default : Enum.Parse<RangeRequest.Types.SortTarget>(sort, ignoreCase: true),
            SortOrder = descending ? RangeRequest.Types.SortOrder.Descend
                : sort is null ? RangeRequest.Types.SortOrder.None : RangeRequest.Types.SortOrder.Ascend,
            KeysOnly = parsed.GetValue(_keysOnly),
            CountOnly = parsed.GetValue(_countOnly),
            Serializable = parsed.GetValue(_serializable),
        };
    }

    private static async Task WriteValuesAsync(RangeResponse answer, Terminal terminal, CancellationToken cancellation)
    {
        foreach (var kv in answer.Kvs) await terminal.OutStream.WriteAsync(kv.Value.Memory, cancellation);
        await terminal.OutStream.FlushAsync(cancellation);
    }

    private static JsonObject ToJson(RangeResponse answer) => new()
    {
        ["revision"] = answer.Header.Revision,
        ["count"] = answer.Count,
        ["more"] = answer.More,
        ["keys"] = new JsonArray([.. answer.Kvs.Select(KvText.ToJson)]),
    };

    private static void Print(RangeResponse answer, Terminal terminal)
    {
        var table = new TextTable("KEY", "VALUE", ">REVISION", ">VERSION", "LEASE");
        foreach (var kv in answer.Kvs)
        {
            table.Add(KvText.Show(kv.Key), KvText.Show(kv.Value), kv.ModRevision.ToString(CultureInfo.InvariantCulture),
                kv.Version.ToString(CultureInfo.InvariantCulture), kv.Lease == 0 ? "" : kv.Lease.ToString("x16", CultureInfo.InvariantCulture));
        }

        table.Write(terminal.Out, terminal.OutPaint);
    }
}
