using Google.Protobuf;
using Runink.Protocol;

namespace Runink.Cluster;

/// <summary>Clients each of whom makes its next call when the last one is answered, one member after the other.</summary>
/// <param name="members">Whom they ask.</param>
/// <param name="clients">How many they are.</param>
internal sealed class ClosedLoad(IReadOnlyList<Member> members, int clients)
{
    private readonly ByteString _value = Text.Bytes(new string('v', 256));
    private long _begun;
    private long _answered;

    /// <summary>Calls that were answered so far.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Calls until told to stop.</summary>
    public Task RunAsync(LoadKind kind, CancellationToken stop) => RunAsync(kind, long.MaxValue, stop);

    /// <summary>So many puts, each of a key of its own.</summary>
    public Task PutAsync(long puts) => RunAsync(LoadKind.Put, puts, CancellationToken.None);

    private Task RunAsync(LoadKind kind, long calls, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => ClientAsync(client, kind, calls, stop), CancellationToken.None)));

    private async Task ClientAsync(int client, LoadKind kind, long calls, CancellationToken stop)
    {
        for (var member = client; !stop.IsCancellationRequested; member++)
        {
            var number = Interlocked.Increment(ref _begun);
            if (number > calls) return;
            // A put that fails is made again, so that there are as many as were wanted.
            while (!await CallAsync(members[member % members.Count], kind, client, number, stop) && !stop.IsCancellationRequested) member++;
            Interlocked.Increment(ref _answered);
        }
    }

    private async Task<bool> CallAsync(Member member, LoadKind kind, int client, long number, CancellationToken stop)
    {
        var key = Text.Bytes($"k/{(kind == LoadKind.Put ? number % 100_000 : client)}");
        return kind switch
        {
            LoadKind.Put => await RealCluster.TryAsync(member, EtcdApi.Put, new PutRequest { Key = key, Value = _value }, stop) is not null,
            LoadKind.CompareAndSwap => await RealCluster.TryAsync(member, EtcdApi.Txn, Swap(key), stop) is not null,
            _ => await RealCluster.TryAsync(member, EtcdApi.Range, Read(key, kind == LoadKind.SerializableRead), stop) is not null,
        };
    }

    private static RangeRequest Read(ByteString key, bool isSerializable) => new() { Key = key, Serializable = isSerializable };

    private TxnRequest Swap(ByteString key) => new()
    {
        Compare = { new Compare { Key = key, Target = Compare.Types.CompareTarget.Version, Result = Compare.Types.CompareResult.Greater, Version = -1 } },
        Success = { new RequestOp { RequestPut = new PutRequest { Key = key, Value = _value } } },
    };
}
