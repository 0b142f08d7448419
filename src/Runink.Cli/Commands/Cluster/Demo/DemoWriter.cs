using System.Globalization;
using Google.Protobuf;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Demo;

/// <summary>
/// A client that writes one key after the other, each until it is acknowledged: so it knows exactly what must be there at the end.
/// </summary>
/// <param name="number">Which writer.</param>
/// <param name="endpoints">Where the members are.</param>
/// <param name="meter">Told of acknowledged writes.</param>
internal sealed class DemoWriter(int number, IReadOnlyList<Uri> endpoints, WriteMeter meter)
{
    private const int PageKeys = 5000;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>How many of its keys, from the first on, were acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Writes until it is told to stop; the write under way is given up only when everything is.</summary>
    public async Task WriteAsync(CancellationToken stop, CancellationToken cancellation)
    {
        using var connection = new ClusterConnection(endpoints, new RpcClientTls(), login: null, AnswerWithin);
        for (var i = 0; i < number % endpoints.Count; i++) connection.Turn();
        while (!stop.IsCancellationRequested)
        {
            var request = new PutRequest { Key = Key(Acknowledged + 1), Value = Value(Acknowledged + 1) };
            try
            {
                await connection.CallAsync(EtcdCalls.Put, request, cancellation);
                Acknowledged++;
                meter.Acknowledge();
            }
            catch (RpcException)
            {
                cancellation.ThrowIfCancellationRequested();
                // Whether it was carried out is not known. The same key with the same value may be written again, elsewhere.
                connection.Turn();
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    /// <summary>How many acknowledged writes a member lacks.</summary>
    public async Task<long> CountLostAsync(Uri endpoint, CancellationToken cancellation)
    {
        using var connection = new ClusterConnection([endpoint], new RpcClientTls(), login: null, AnswerWithin);
        var (found, isMore) = (0L, true);
        for (var next = 1L; isMore && next <= Acknowledged; next += PageKeys)
        {
            var page = await connection.CallAsync(
                EtcdCalls.Range, new RangeRequest { Key = Key(next), RangeEnd = Key(Math.Min(next + PageKeys, Acknowledged + 1)) }, cancellation);
            foreach (var (i, entry) in page.Kvs.Index())
            {
                var expected = next + i;
                if (entry.Key != Key(expected) || entry.Value != Value(expected)) return Acknowledged - found;
                found++;
            }

            isMore = page.Kvs.Count > 0;
        }

        return Acknowledged - found;
    }

    private static ByteString Value(long sequence) => ByteString.CopyFromUtf8(sequence.ToString(CultureInfo.InvariantCulture));

    private ByteString Key(long sequence) =>
        ByteString.CopyFromUtf8(string.Create(CultureInfo.InvariantCulture, $"demo/{number:00}/{sequence:0000000000}"));
}
