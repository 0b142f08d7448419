using Google.Protobuf;
using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Recovery;

/// <summary>Says of a cluster whether it was ever recovered by force.</summary>
internal static class RecoveriesPrinter
{
    /// <summary>Prints a line for each time; nothing where that may not be read, or nobody answers.</summary>
    public static async Task PrintAsync(ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var prefix = RecoveryRecord.KeyPrefix;
        var request = new RangeRequest
        {
            Key = ByteString.CopyFromUtf8(prefix),
            RangeEnd = ByteString.CopyFromUtf8(prefix[..^1] + (char)(prefix[^1] + 1)),
            Serializable = true,
        };
        try
        {
            var answer = await connection.CallAsync(EtcdCalls.Range, request, cancellation);
            foreach (var pair in answer.Kvs)
            {
                if (RecoveryRecord.Parse(pair.Value.Span) is { } record)
                    terminal.Out.WriteLine($"recovered by force: {TerminalText.Clean(record.ToString())}");
            }
        }
        catch (RpcException)
        {
            // What was asked for was answered; this only adds to it.
        }
    }
}
