using Google.Protobuf;
using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Import;

/// <summary>
/// Gathers changes into transactions that every server takes. Everything here may be done twice with the same outcome, so a commit of
/// which nothing was heard is simply made again. Not thread-safe.
/// </summary>
/// <param name="connection">The target.</param>
/// <param name="leases">The leases that the target has of the source.</param>
/// <param name="progressKey">Where progress is kept.</param>
/// <param name="retrying">Told why a commit must be made again.</param>
internal sealed class ImportTarget(
    ClusterConnection connection, LeaseMirror leases, ByteString progressKey, Action<string> retrying)
{
    // A server takes 128 operations and 1.5 MiB unless it is told otherwise; progress is one operation more.
    private const int MostOperations = 100;
    private const int ManyBytes = 512 << 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ByteString, RequestOp> _changes = [];
    private int _bytes;

    /// <summary>Adds a write; of a key with a lease, its lease is at the target already.</summary>
    public ValueTask PutAsync(ByteString key, ByteString value, long lease, CancellationToken cancellation)
    {
        var put = new PutRequest { Key = key, Value = value, Lease = lease };
        return AddAsync(key, key.Length + value.Length, new() { RequestPut = put }, cancellation);
    }

    /// <summary>Adds a deletion.</summary>
    public ValueTask DeleteAsync(ByteString key, CancellationToken cancellation) =>
        AddAsync(key, key.Length, new() { RequestDeleteRange = new() { Key = key } }, cancellation);

    /// <summary>Commits what was gathered, and with it how far the import is.</summary>
    public async Task FlushAsync(ImportProgress progress, CancellationToken cancellation)
    {
        if (_bytes > ManyBytes) await CommitAsync(cancellation);
        _changes[progressKey] = new() { RequestPut = new() { Key = progressKey, Value = progress.ToValue() } };
        await CommitAsync(cancellation);
    }

    private async ValueTask AddAsync(ByteString key, int bytes, RequestOp change, CancellationToken cancellation)
    {
        if (_changes.Count >= MostOperations || (_changes.Count > 0 && _bytes + bytes > ManyBytes)) await CommitAsync(cancellation);
        _changes[key] = change;
        _bytes += bytes;
    }

    private async Task CommitAsync(CancellationToken cancellation)
    {
        var request = new TxnRequest();
        request.Success.AddRange(_changes.Values);
        while (true)
        {
            try
            {
                await connection.CallAsync(EtcdCalls.Txn, request, cancellation);
                break;
            }
            catch (RpcException e) when (e.Message == KvErrors.LeaseNotFound.Message)
            {
                await RenewLeasesAsync(cancellation);
            }
            catch (RpcException e) when (e.Code is RpcCode.Unavailable or RpcCode.DeadlineExceeded && !cancellation.IsCancellationRequested)
            {
                retrying(e.Message);
                connection.Turn();
                await Task.Delay(Pause, cancellation);
            }
        }

        _changes.Clear();
        _bytes = 0;
    }

    /// <summary>A lease ran out here while nobody renewed it. If it has ended at the source too, its keys are gone there or soon will be.</summary>
    private async Task RenewLeasesAsync(CancellationToken cancellation)
    {
        foreach (var put in _changes.Values.Select(change => change.RequestPut).OfType<PutRequest>().Where(put => put.Lease != 0))
        {
            leases.Lost(put.Lease);
            if (!await leases.EnsureAsync(put.Lease, cancellation)) put.Lease = 0;
        }
    }
}
