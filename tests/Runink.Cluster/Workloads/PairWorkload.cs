using Runink.Protocol;
using Runink.Simulation;

namespace Runink.Cluster;

/// <summary>Transactions over two keys: whoever reads both in one transaction finds them equal, and never older than before.</summary>
internal sealed class PairWorkload(Scene scene, Prng chance)
{
    private long _read;

    /// <summary>Pairs that were read.</summary>
    public long Checked { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        for (var number = 1L; !stop.IsCancellationRequested; number++)
        {
            var write = new TxnRequest { Success = { Put("p/1", number), Put("p/2", number) } };
            await RealCluster.TryAsync(chance.Pick([.. scene.Cluster.Members]), EtcdApi.Txn, write, stop);
            var read = new TxnRequest { Success = { Get("p/1"), Get("p/2") } };
            if (await RealCluster.TryAsync(chance.Pick([.. scene.Cluster.Members]), EtcdApi.Txn, read, stop) is { } both) Check(both);
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private void Check(TxnResponse both)
    {
        var (first, second) = (both.Responses[0].ResponseRange.Kvs, both.Responses[1].ResponseRange.Kvs);
        if (first.Count != second.Count || (first.Count == 1 && (first[0].Value != second[0].Value || first[0].ModRevision != second[0].ModRevision)))
            scene.Findings.Add($"half a transaction was read: {first} and {second}");
        if (first.Count == 1 && first[0].ModRevision < _read)
            scene.Findings.Add($"a pair of revision {first[0].ModRevision} was read after one of revision {_read}");
        if (first.Count == 0 && _read > 0) scene.Findings.Add("a pair is gone");
        if (first.Count == 1) _read = first[0].ModRevision;
        Checked++;
    }

    private static RequestOp Put(string key, long number) =>
        new() { RequestPut = new PutRequest { Key = Text.Bytes(key), Value = Text.Bytes(number) } };

    private static RequestOp Get(string key) => new() { RequestRange = new RangeRequest { Key = Text.Bytes(key) } };
}
