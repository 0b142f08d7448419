using Runink.Protocol;
using Runink.Rpc;
using Runink.Simulation;

namespace Runink.Cluster;

/// <summary>
/// Contenders for one lock. A holder writes its fencing token (the revision that created its key of the lock) as long as that key
/// exists; the watches see whether tokens ever go back.
/// </summary>
internal sealed class LockWorkload(Scene scene)
{
    private const string LockName = "l/lock";
    private const int LeaseSeconds = 2;
    private static readonly RpcCallOptions s_patient = new() { Timeout = TimeSpan.FromSeconds(6) };

    private long _held;

    /// <summary>The key that holders write.</summary>
    public const string Fence = "f/fence";

    /// <summary>How often somebody held the lock.</summary>
    public long Held => Interlocked.Read(ref _held);

    public async Task RunAsync(Prng chance, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var member = chance.Pick([.. scene.Cluster.Members]);
            try
            {
                var lease = await member.Channel.CallAsync(EtcdApi.Grant, new LeaseGrantRequest { TTL = LeaseSeconds }, Deadlines.Call, stop);
                var held = await member.Channel.CallAsync(EtcdApi.Lock, new LockRequest { Name = Text.Bytes(LockName), Lease = lease.ID }, s_patient, stop);
                await HoldAsync(held, chance, stop);
                await member.Channel.CallAsync(EtcdApi.Revoke, new LeaseRevokeRequest { ID = lease.ID }, Deadlines.Call, stop);
            }
            catch (Exception failure) when (failure is RpcException or OperationCanceledException)
            {
                // The lease ends by itself.
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private async Task HoldAsync(LockResponse held, Prng chance, CancellationToken stop)
    {
        var token = 0L;
        for (var write = 0; write < 3 && !stop.IsCancellationRequested; write++)
        {
            var member = chance.Pick([.. scene.Cluster.Members]);
            if (token == 0)
            {
                var own = await member.Channel.CallAsync(EtcdApi.Range, new RangeRequest { Key = held.Key }, Deadlines.Call, stop);
                if (own.Kvs.Count == 0) return;
                token = own.Kvs[0].CreateRevision;
                Interlocked.Increment(ref _held);
            }

            var fenced = new TxnRequest
            {
                Compare = { new Compare { Key = held.Key, Target = Compare.Types.CompareTarget.Create, CreateRevision = token } },
                Success = { new RequestOp { RequestPut = new PutRequest { Key = Text.Bytes(Fence), Value = Text.Bytes(token) } } },
            };
            var answer = await member.Channel.CallAsync(EtcdApi.Txn, fenced, Deadlines.Call, stop);
            if (!answer.Succeeded) return;
            scene.Changes.Acknowledge(answer.Header.Revision, Fence);
            // Now and then longer than the lease lives.
            await Task.Delay(chance.Below(8) == 0 ? 2500 : 20, CancellationToken.None);
        }
    }
}
