using Google.Protobuf;
using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Import;

/// <summary>
/// Has the target grant the leases of the source, with their ids and times, and keeps them alive there for as long as the source does.
/// Not thread-safe.
/// </summary>
/// <param name="source">From where; used by this alone, also while others follow the source's changes.</param>
/// <param name="target">To where.</param>
internal sealed class LeaseMirror(ClusterConnection source, ClusterConnection target)
{
    private const int RenewedAtOnce = 1000;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // What is known to be at the target, with the seconds it was granted.
    private readonly Dictionary<long, long> _seconds = [];
    // Leases of which the target may lack keys: granted, or found there, and not compared since.
    private readonly HashSet<long> _owing = [];
    private TimeSpan _interval = Longest;
    private long _refreshed;

    /// <summary>Leases that the target has of the source.</summary>
    public int Count => _seconds.Count;

    /// <summary>In how long the leases must be looked at again.</summary>
    public TimeSpan Left =>
        _interval - TimeProvider.System.GetElapsedTime(_refreshed) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Renews what the source still has, ends what it has no more, and grants what is missing.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        _refreshed = TimeProvider.System.GetTimestamp();
        var (there, here) = (await ListAsync(source, cancellation), await ListAsync(target, cancellation));
        foreach (var gone in _seconds.Keys.Except(there).ToList())
        {
            // A member that is behind does not list a lease that is new.
            if ((await source.CallAsync(EtcdCalls.LeaseTimeToLive, new() { ID = gone }, cancellation)).TTL >= 0) continue;
            if (here.Contains(gone)) await RevokeAsync(gone, cancellation);
            _seconds.Remove(gone);
        }

        foreach (var missing in there.Except(here)) await GrantAsync(missing, cancellation);
        var alive = there.Intersect(here).ToList();
        foreach (var found in alive.Where(id => !_seconds.ContainsKey(id)))
        {
            _owing.Add(found);
            Keep(found, (await target.CallAsync(EtcdCalls.LeaseTimeToLive, new() { ID = found }, cancellation)).GrantedTTL);
        }

        foreach (var some in alive.Chunk(RenewedAtOnce)) await RenewAsync(some, cancellation);
    }

    /// <summary>
    /// Compares the keys of leases that were granted, or found at the target, until the target has all of the source's: whatever went
    /// wrong before they were put, they are asked for again.
    /// </summary>
    /// <returns>The keys that it lacks.</returns>
    public async Task<IReadOnlyList<ByteString>> OwedAsync(CancellationToken cancellation)
    {
        List<ByteString> owed = [];
        foreach (var lease in _owing.ToList())
        {
            var request = new LeaseTimeToLiveRequest { ID = lease, Keys = true };
            var there = await source.CallAsync(EtcdCalls.LeaseTimeToLive, request, cancellation);
            var here = await target.CallAsync(EtcdCalls.LeaseTimeToLive, request, cancellation);
            var before = owed.Count;
            owed.AddRange(there.Keys.Except(here.Keys));
            if (owed.Count == before) _owing.Remove(lease);
        }

        return owed;
    }

    /// <summary>Sees to it that the target has a lease; false when the source has it no more.</summary>
    public async ValueTask<bool> EnsureAsync(long lease, CancellationToken cancellation) =>
        _seconds.ContainsKey(lease) || await GrantAsync(lease, cancellation);

    /// <summary>The target has that lease no more.</summary>
    public void Lost(long lease) => _seconds.Remove(lease);

    /// <summary>Ends all leases of the target.</summary>
    public async Task ClearAsync(CancellationToken cancellation)
    {
        foreach (var lease in await ListAsync(target, cancellation)) await RevokeAsync(lease, cancellation);
        _seconds.Clear();
    }

    private static async Task<HashSet<long>> ListAsync(ClusterConnection connection, CancellationToken cancellation) =>
        [.. (await connection.CallAsync(EtcdCalls.Leases, new(), cancellation)).Leases.Select(lease => lease.ID)];

    /// <summary>
    /// Grants the whole time of a lease, as a new leader does: granted what is left of it, every renewal would give no more than that.
    /// </summary>
    /// <returns>Whether the source has it still.</returns>
    private async Task<bool> GrantAsync(long lease, CancellationToken cancellation)
    {
        var there = await source.CallAsync(EtcdCalls.LeaseTimeToLive, new() { ID = lease }, cancellation);
        // In its last second it has 0 left; what is not there has -1.
        if (there.TTL < 0) return false;
        _owing.Add(lease);
        try
        {
            await target.CallAsync(EtcdCalls.LeaseGrant, new() { ID = lease, TTL = there.GrantedTTL }, cancellation);
        }
        catch (RpcException e) when (e.Message == KvErrors.LeaseExists.Message)
        {
            // By an answer that was lost.
        }

        Keep(lease, there.GrantedTTL);
        return true;
    }

    /// <summary>The shortest sets the pace: each is renewed twice before it would run out.</summary>
    private void Keep(long lease, long seconds)
    {
        _seconds[lease] = seconds;
        var third = TimeSpan.FromSeconds(seconds / 3.0);
        if (third < _interval) _interval = third > Shortest ? third : Shortest;
    }

    private async Task RevokeAsync(long lease, CancellationToken cancellation)
    {
        try
        {
            await target.CallAsync(EtcdCalls.LeaseRevoke, new() { ID = lease }, cancellation);
        }
        catch (RpcException e) when (e.Message == KvErrors.LeaseNotFound.Message)
        {
            // It has ended by itself.
        }
    }

    private async Task RenewAsync(long[] leases, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        enough.CancelAfter(target.TimeLimit);
        try
        {
            await using var call = await target.StartAsync(EtcdCalls.LeaseKeepAlive, enough.Token);
            foreach (var lease in leases) await call.Requests.WriteAsync(new() { ID = lease });
            await call.CompleteAsync();
            for (var left = leases.Length; left > 0 && await call.Responses.MoveNextAsync(); left--)
                if (call.Responses.Current.TTL <= 0) Lost(call.Responses.Current.ID);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new RpcException(RpcCode.DeadlineExceeded, "leases were not renewed in time");
        }
    }
}
