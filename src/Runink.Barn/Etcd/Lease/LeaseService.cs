using System.Security.Cryptography;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>etcd's service Lease.</summary>
internal sealed class LeaseService(EtcdContext context)
{
    private const long MaxTtlSeconds = 9_000_000_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // A shorter lease could end while a new leader is being elected, and nobody would have had a chance to keep it alive.
    private readonly long _minTtlSeconds = (long)Math.Ceiling(1.5 * context.Node.Options.ElectionTimeout.TotalSeconds);

    public RpcService Describe() => new(
        LeaseReflection.Descriptor.Services[0],
        RpcMethod.Unary("LeaseGrant", Marshaller.Protobuf<LeaseGrantRequest>(), Marshaller.Protobuf<LeaseGrantResponse>(),
            context.Known<LeaseGrantRequest, LeaseGrantResponse>(GrantAsync)),
        RpcMethod.Unary("LeaseRevoke", Marshaller.Protobuf<LeaseRevokeRequest>(), Marshaller.Protobuf<LeaseRevokeResponse>(),
            context.Known<LeaseRevokeRequest, LeaseRevokeResponse>(RevokeAsync)),
        RpcMethod.Duplex<LeaseKeepAliveRequest, LeaseKeepAliveResponse>(
            "LeaseKeepAlive", Marshaller.Protobuf<LeaseKeepAliveRequest>(), Marshaller.Protobuf<LeaseKeepAliveResponse>(),
            KeepAliveAsync),
        RpcMethod.Unary("LeaseTimeToLive", Marshaller.Protobuf<LeaseTimeToLiveRequest>(),
            Marshaller.Protobuf<LeaseTimeToLiveResponse>(),
            context.Known<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(TimeToLiveAsync)),
        RpcMethod.Unary("LeaseLeases", Marshaller.Protobuf<LeaseLeasesRequest>(), Marshaller.Protobuf<LeaseLeasesResponse>(),
            context.Known<LeaseLeasesRequest, LeaseLeasesResponse>((_, caller) => LeasesAsync(caller))));

    public async ValueTask<LeaseGrantResponse> GrantAsync(LeaseGrantRequest request, Caller caller)
    {
        if (request.TTL > MaxTtlSeconds) throw KvErrors.LeaseTtlTooLarge.ToException();
        var id = request.ID == 0 ? RandomId() : request.ID;
        var grant = new LeaseGrantCommand(id, Math.Max(request.TTL, _minTtlSeconds));
        var result = (LeaseGrantResult)await context.ProposeAsync(grant, caller).ConfigureAwait(false);
        return new LeaseGrantResponse { Header = context.HeaderMessage(caller.Group, result.Revision), ID = result.Id, TTL = result.TtlSeconds };
    }

    public async ValueTask<LeaseRevokeResponse> RevokeAsync(LeaseRevokeRequest request, Caller caller)
    {
        var result = await context.ProposeAsync(new LeaseRevokeCommand(request.ID), caller).ConfigureAwait(false);
        return new LeaseRevokeResponse { Header = context.HeaderMessage(caller.Group, result.Revision) };
    }

    public async ValueTask<LeaseKeepAliveResponse> KeepAliveAsync(LeaseKeepAliveRequest request, Caller caller)
    {
        // Made first: the lease was alive at this revision for certain, which the one of afterwards would not say.
        var response = new LeaseKeepAliveResponse { Header = context.HeaderMessage(caller.Group, caller.Group.View.Revision), ID = request.ID };
        // A time to live of zero says that the lease is gone; the stream goes on for the other leases.
        if (await RenewAsync(request.ID, caller.Group).ConfigureAwait(false) is { } state) response.TTL = state.GrantedSeconds;
        return response;
    }

    public async ValueTask<LeaseTimeToLiveResponse> TimeToLiveAsync(LeaseTimeToLiveRequest request, Caller caller)
    {
        try
        {
            var state = await context.Cluster.AskLeaseAsync(caller.Group, request.ID, renews: false).ConfigureAwait(false);
            // The keys are those that a read would find, which this member may yet have to hear of.
            var view = request.Keys ? await context.ReadAsync(caller.Group).ConfigureAwait(false) : caller.Group.View;
            var response = new LeaseTimeToLiveResponse
            {
                Header = context.HeaderMessage(caller.Group, view.Revision),
                ID = state.Id,
                TTL = state.RemainingSeconds,
                GrantedTTL = state.GrantedSeconds,
            };
            if (request.Keys) AddKeys(response, view, caller);
            return response;
        }
        catch (KvErrorException refused) when (refused.Error == KvErrors.LeaseNotFound)
        {
            return new LeaseTimeToLiveResponse { Header = context.HeaderMessage(caller.Group, caller.Group.View.Revision), ID = request.ID, TTL = -1 };
        }
        catch (KvErrorException refused)
        {
            throw refused.Error.ToException();
        }
    }

    public async ValueTask<LeaseLeasesResponse> LeasesAsync(Caller caller)
    {
        var view = await context.ReadAsync(caller.Group).ConfigureAwait(false);
        if (view.Auth.Enabled && caller.User is null) throw KvErrors.UserEmpty.ToException();
        var response = new LeaseLeasesResponse { Header = context.HeaderMessage(caller.Group, view.Revision) };
        foreach (var lease in view.Leases.All()) response.Leases.Add(new LeaseStatus { ID = lease.Id });
        return response;
    }

    private async ValueTask KeepAliveAsync(
        RpcStreamReader<LeaseKeepAliveRequest> requests, RpcStreamWriter<LeaseKeepAliveResponse> responses, RpcCall call)
    {
        var caller = await context.IdentifyAsync(call).ConfigureAwait(false);
        await context.WhileLedAsync(caller.Group, call, async ending =>
        {
            await using var stop = ending.Register(call.StopReading);
            await foreach (var request in requests)
                await responses.WriteAsync(await KeepAliveAsync(request, caller).ConfigureAwait(false)).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// Renews a lease, or returns null when it is gone, and its keys with it. One that has ended keeps its keys until the leader has it
    /// revoked, and may live again under the next leader: until then nobody is told that they are gone.
    /// </summary>
    private async ValueTask<LeaseState?> RenewAsync(long id, BarnGroup group)
    {
        var started = context.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await context.Cluster.AskLeaseAsync(group, id, renews: true).ConfigureAwait(false);
            }
            catch (KvErrorException refused) when (refused.Error == KvErrors.LeaseNotFound)
            {
                var view = await context.ReadAsync(group).ConfigureAwait(false);
                if (view.Leases.Find(id) is null) return null;
            }
            catch (KvErrorException refused)
            {
                throw refused.Error.ToException();
            }

            if (context.Time.GetElapsedTime(started) >= context.Node.Options.RequestTimeout) throw KvErrors.Timeout.ToException();
            await Task.Delay(Pause, context.Time).ConfigureAwait(false);
        }
    }

    /// <summary>Who may not read a key may not learn of it by its lease either.</summary>
    private static void AddKeys(LeaseTimeToLiveResponse response, KvView view, Caller caller)
    {
        foreach (var key in view.Leases.KeysOf(response.ID))
        {
            EtcdErrors.ThrowIfError(view.Auth.CheckRead(caller.User, caller.RevisionIn(view.Auth), key.Span, default));
            response.Keys.Add(KvMessages.Wrap(key));
        }
    }

    private static long RandomId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        long id;
        do
        {
            RandomNumberGenerator.Fill(bytes);
            id = BitConverter.ToInt64(bytes) & long.MaxValue;
        }
        while (id == 0);

        return id;
    }
}
