using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Kv.Text;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Kv;

/// <summary><c>runi kv txn</c>: a transaction, written as for etcdctl.</summary>
internal sealed class KvTxnCommand : ConnectedCommand
{
    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "The transaction; without it, standard input. Compares, a blank line, what to do when all hold, a blank line, what to do else.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The command.</summary>
    public KvTxnCommand(Terminal terminal) : base(terminal, "txn", "Compare and change keys in one step.", hasGroup: true)
    {
        Add(_file);
        AddCommon();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi kv txn move.txn", "A transaction from a file."),
        new("""printf 'version("app/lock") = "0"\n\nput app/lock me\n\nget app/lock\n' | runi kv txn""", "Take a lock, or see who has it."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var file = parsed.GetValue(_file);
        var request = TxnScript.Parse(await TextAsync(file, cancellation), file ?? "standard input");
        var answer = await connection.CallAsync(EtcdCalls.Txn, request, cancellation);
        if (WantsJson(parsed)) terminal.Out.WriteLine(ToJson(answer).ToJsonString(OutputFormat.Indented));
        else Print(answer, terminal.Out);
        return ExitCodes.Ok;
    }

    private static async Task<string> TextAsync(string? file, CancellationToken cancellation)
    {
        try
        {
            if (file is not null) return await File.ReadAllTextAsync(file, cancellation);
            using var input = new StreamReader(Console.OpenStandardInput());
            return await input.ReadToEndAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.Usage($"the transaction cannot be read: {e.Message}");
        }
    }

    private static JsonObject ToJson(TxnResponse answer) => new()
    {
        ["revision"] = answer.Header.Revision,
        ["succeeded"] = answer.Succeeded,
        ["results"] = new JsonArray([.. answer.Responses.Select(ToJson)]),
    };

    private static JsonObject ToJson(ResponseOp result) => result.ResponseCase switch
    {
        ResponseOp.ResponseOneofCase.ResponseRange => new()
        {
            ["count"] = result.ResponseRange.Count,
            ["keys"] = new JsonArray([.. result.ResponseRange.Kvs.Select(KvText.ToJson)]),
        },
        ResponseOp.ResponseOneofCase.ResponseDeleteRange => new() { ["deleted"] = result.ResponseDeleteRange.Deleted },
        _ => new() { ["put"] = true },
    };

    private static void Print(TxnResponse answer, TextWriter output)
    {
        output.WriteLine(answer.Succeeded ? "succeeded" : "failed");
        foreach (var result in answer.Responses)
        {
            switch (result.ResponseCase)
            {
                case ResponseOp.ResponseOneofCase.ResponseRange:
                    foreach (var kv in result.ResponseRange.Kvs) output.WriteLine($"{KvText.Show(kv.Key)}  {KvText.Show(kv.Value)}");
                    break;
                case ResponseOp.ResponseOneofCase.ResponseDeleteRange:
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.ResponseDeleteRange.Deleted} deleted"));
                    break;
                default:
                    output.WriteLine("put");
                    break;
            }
        }
    }
}
