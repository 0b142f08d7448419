using System.Collections.Concurrent;
using System.Globalization;
using Google.Protobuf;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Writers that never stop: each write is a key of its own, and those that were acknowledged are remembered.</summary>
internal sealed class WriteLoad
{
    private const int Writers = 16;
    private static readonly ByteString Value = ByteString.CopyFrom(new byte[256]);

    private readonly ConcurrentBag<string> _acknowledged = [];
    private int _last;

    public IReadOnlyCollection<string> Acknowledged => _acknowledged;

    /// <summary>Writes until the server is gone.</summary>
    public async Task RunAsync(string url)
    {
        using var channel = new RpcChannel(new() { Address = new Uri(url) });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAsync(channel)));
    }

    /// <summary>All keys that a server has.</summary>
    public static async Task<HashSet<string>> KeysAsync(string url)
    {
        using var channel = new RpcChannel(new() { Address = new Uri(url), MaxReceiveBytes = int.MaxValue });
        var all = new RangeRequest { Key = ByteString.CopyFrom(0), RangeEnd = ByteString.CopyFrom(0), KeysOnly = true };
        var answer = await channel.CallAsync(EtcdCalls.Range, all, cancellationToken: TestContext.Current.CancellationToken);
        return answer.Kvs.Select(kv => kv.Key.ToStringUtf8()).ToHashSet(StringComparer.Ordinal);
    }

    private async Task WriteAsync(RpcChannel channel)
    {
        while (true)
        {
            var key = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
            try
            {
                await channel.CallAsync(EtcdCalls.Put, new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = Value });
                _acknowledged.Add(key);
            }
            catch (RpcException)
            {
                // Killed: whether this write is there is not known.
                return;
            }
        }
    }
}
