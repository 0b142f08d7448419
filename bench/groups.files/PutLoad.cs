using System.Diagnostics;
using System.Security.Cryptography;
using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Bench.Groups;

/// <summary>Clients that put values of 256 bytes without a pause, each into one group after the other.</summary>
internal static class PutLoad
{
    private const int ConnectionsPerNode = 3;
    private const double WarmUpSeconds = 1;

    private static readonly RpcSignature<PutRequest, PutResponse> s_put = RpcSignature.Protobuf<PutRequest, PutResponse>("etcdserverpb.KV", "Put");
    private static readonly ByteString s_value = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(256));

    public static async Task<object> RunAsync(IReadOnlyList<string> endpoints, int groups, int clients, double seconds)
    {
        var channels = Enumerable.Range(0, ConnectionsPerNode * endpoints.Count)
            .Select(number => new RpcChannel(new RpcChannelOptions { Address = new Uri(endpoints[number % endpoints.Count]) })).ToList();
        var headers = Enumerable.Range(0, groups).Select(number => new RpcMetadata { { "runink-group", GroupMaker.NameOf(number) } }).ToList();
        var from = Stopwatch.GetTimestamp() + (long)(WarmUpSeconds * Stopwatch.Frequency);
        var to = from + (long)(seconds * Stopwatch.Frequency);
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(
            () => PutAsync(channels[number % channels.Count], headers, number, clients, from, to))));
        channels.ForEach(channel => channel.Dispose());
        var latencies = all.SelectMany(one => one.Latencies).Order().ToList();
        return new
        {
            perSecond = Math.Round(latencies.Count / seconds),
            p50ms = At(latencies, 0.50),
            p99ms = At(latencies, 0.99),
            errors = all.Sum(one => one.Errors),
        };
    }

    /// <summary>Client N of C puts into the groups N, N+C, N+2C, …, so that all groups have the same share.</summary>
    private static async Task<(List<long> Latencies, long Errors)> PutAsync(
        RpcChannel channel, List<RpcMetadata> headers, int number, int clients, long from, long to)
    {
        var latencies = new List<long>();
        var errors = 0L;
        var options = headers.ConvertAll(header => new RpcCallOptions { Headers = header, Timeout = TimeSpan.FromSeconds(10) });
        for (long turn = number; ; turn += clients)
        {
            var key = ByteString.CopyFromUtf8($"key-{number}-{turn % 1000}");
            var started = Stopwatch.GetTimestamp();
            if (started >= to) return (latencies, errors);
            try
            {
                await channel.CallAsync(s_put, new PutRequest { Key = key, Value = s_value }, options[(int)(turn % headers.Count)]);
                if (started >= from) latencies.Add(Stopwatch.GetTimestamp() - started);
            }
            catch (RpcException)
            {
                errors++;
            }
        }
    }

    private static double At(List<long> sorted, double share) => sorted.Count == 0
        ? 0
        : Math.Round(sorted[(int)(share * (sorted.Count - 1))] * 1000.0 / Stopwatch.Frequency, 2);
}
