using Runink.Protocol;
using Runink.Rpc;
using Runink.Simulation;

namespace Runink.Cluster;

/// <summary>Keeps a lease alive: while it must live its key is there, and once nobody keeps it the key goes.</summary>
internal sealed class LeaseWorkload(Scene scene, Prng chance)
{
    private const int LeaseSeconds = 5;
    private const string Key = "e/lease";

    private long _lease;
    private long _aliveUntil;

    /// <summary>How often the key was looked for while it had to be there.</summary>
    public long Checked { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (_lease == 0) await BeginAsync(stop);
                else await KeepAsync(stop);
                await LookAsync(stop);
            }
            catch (Exception failure) when (failure is RpcException or OperationCanceledException)
            {
                // Asked again, of another member; a lease that died meanwhile is replaced.
            }

            if (_lease != 0 && Environment.TickCount64 > _aliveUntil) _lease = 0;
            await Task.Delay(300, CancellationToken.None);
        }
    }

    /// <summary>After the last keep-alive, on a cluster without faults: the key must go.</summary>
    public async Task UntilGoneAsync()
    {
        var until = Environment.TickCount64 + ((LeaseSeconds + 15) * 1000);
        while (Environment.TickCount64 < until)
        {
            if (await RealCluster.TryAsync(Pick(), EtcdApi.Range, new RangeRequest { Key = Text.Bytes(Key) }) is { Kvs.Count: 0 }) return;
            await Task.Delay(200);
        }

        scene.Findings.Add($"a key outlived its lease of {LeaseSeconds} s by 15 s");
    }

    private Member Pick() => chance.Pick([.. scene.Cluster.Members]);

    private async Task BeginAsync(CancellationToken stop)
    {
        var member = Pick();
        var sent = Environment.TickCount64;
        var lease = await member.Channel.CallAsync(EtcdApi.Grant, new LeaseGrantRequest { TTL = LeaseSeconds }, Deadlines.Call, stop);
        await member.Channel.CallAsync(EtcdApi.Put, new PutRequest { Key = Text.Bytes(Key), Lease = lease.ID }, Deadlines.Call, stop);
        (_lease, _aliveUntil) = (lease.ID, sent + (LeaseSeconds * 1000));
    }

    private async Task KeepAsync(CancellationToken stop)
    {
        var sent = Environment.TickCount64;
        await using var call = Pick().Channel.Open(EtcdApi.KeepAlive, Deadlines.Call, stop);
        await call.Requests.WriteAsync(new LeaseKeepAliveRequest { ID = _lease });
        if (!await call.Responses.MoveNextAsync()) return;
        if (call.Responses.Current.TTL > 0) _aliveUntil = sent + (call.Responses.Current.TTL * 1000);
        else if (Environment.TickCount64 < _aliveUntil) scene.Findings.Add($"lease {_lease:x} is gone before its time");
        else _lease = 0;
    }

    private async Task LookAsync(CancellationToken stop)
    {
        if (_lease == 0) return;
        var found = await Pick().Channel.CallAsync(EtcdApi.Range, new RangeRequest { Key = Text.Bytes(Key) }, Deadlines.Call, stop);
        if (Environment.TickCount64 >= _aliveUntil) return;
        Checked++;
        if (found.Kvs.Count == 0) scene.Findings.Add($"the key of lease {_lease:x} is gone {_aliveUntil - Environment.TickCount64} ms before its time");
    }
}
