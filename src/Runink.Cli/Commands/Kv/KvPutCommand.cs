using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Kv.Text;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Kv;

/// <summary><c>runi kv put</c>: writes a key.</summary>
internal sealed class KvPutCommand : ConnectedCommand
{
    private readonly Argument<string> _key = new("KEY") { Description = "The key." };

    private readonly Argument<string?> _value = new("VALUE")
    {
        Description = "The value; without it, the bytes of standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _hex = KeyArguments.Hex();
    private readonly Option<string?> _lease = new("--lease") { Description = "Lease that the key ends with, hexadecimal.", HelpName = "ID" };
    private readonly Option<bool> _previous = new("--prev-kv") { Description = "Show what the key was before." };
    private readonly Option<bool> _ignoreValue = new("--ignore-value") { Description = "Keep the value; for a change of the lease." };
    private readonly Option<bool> _ignoreLease = new("--ignore-lease") { Description = "Keep the lease." };

    /// <summary>The command.</summary>
    public KvPutCommand(Terminal terminal) : base(terminal, "put", "Write a key.", hasGroup: true)
    {
        Add(_key);
        Add(_value);
        foreach (var option in new Option[] { _hex, _lease, _previous, _ignoreValue, _ignoreLease }) Add(option);
        AddCommon();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi kv put app/colour blue", "Write a key."),
        new("cat certificate.der | runi kv put certificate", "Any bytes, from a file."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var request = new PutRequest
        {
            Key = KeyArguments.Bytes(parsed.GetRequiredValue(_key), parsed.GetValue(_hex)),
            Lease = parsed.GetValue(_lease) is { } lease ? Words.Lease(lease) : 0,
            PrevKv = parsed.GetValue(_previous),
            IgnoreValue = parsed.GetValue(_ignoreValue),
            IgnoreLease = parsed.GetValue(_ignoreLease),
        };
        if (!request.IgnoreValue) request.Value = await ValueAsync(parsed, cancellation);
        var answer = await connection.CallAsync(EtcdCalls.Put, request, cancellation);
        if (WantsJson(parsed))
        {
            var json = new JsonObject { ["revision"] = answer.Header.Revision };
            if (answer.PrevKv is not null) json["previous"] = KvText.ToJson(answer.PrevKv);
            terminal.Out.WriteLine(json.ToJsonString(OutputFormat.Indented));
        }
        else
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"revision {answer.Header.Revision}"));
            if (answer.PrevKv is not null) terminal.Out.WriteLine($"before: {KvText.Show(answer.PrevKv.Value)}");
        }

        return ExitCodes.Ok;
    }

    private async Task<ByteString> ValueAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_value) is { } word) return KeyArguments.Bytes(word, parsed.GetValue(_hex));
        await using var input = Console.OpenStandardInput();
        return await ByteString.FromStreamAsync(input, cancellation);
    }
}
