using System.Security.Cryptography;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>etcd's service Lease.</summary>
internal sealed class LeaseService(EtcdContext context)
{
    private const long MaxTtlSeconds = 9_000_000_000;

    // A shorter lease could end while a new leader is being elected, and nobody would have had a chance to keep it alive.
    private readonly long _minTtlSeconds = (long)Math.Ceiling(1.5 * context.Node.Options.ElectionTimeout.TotalSeconds);

    public RpcService Describe() => new(
        LeaseReflection.Descriptor.Services[0],
        RpcMethod.Unary("LeaseGrant", Marshaller.Protobuf<LeaseGrantRequest>(), Marshaller.Protobuf<LeaseGrantResponse>(),
            (request, call) => GrantAsync(request, context.Identify(call))),
        RpcMethod.Unary("LeaseRevoke", Marshaller.Protobuf<LeaseRevokeRequest>(), Marshaller.Protobuf<LeaseRevokeResponse>(),
            (request, call) => RevokeAsync(request, context.Identify(call))),
        RpcMethod.Duplex<LeaseKeepAliveRequest, LeaseKeepAliveResponse>(
            "LeaseKeepAlive", Marshaller.Protobuf<LeaseKeepAliveRequest>(), Marshaller.Protobuf<LeaseKeepAliveResponse>(),
            KeepAliveAsync),
        RpcMethod.Unary("LeaseTimeToLive", Marshaller.Protobuf<LeaseTimeToLiveRequest>(),
            Marshaller.Protobuf<LeaseTimeToLiveResponse>(),
            (request, call) => TimeToLiveAsync(request, context.Identify(call))),
        RpcMethod.Unary("LeaseLeases", Marshaller.Protobuf<LeaseLeasesRequest>(), Marshaller.Protobuf<LeaseLeasesResponse>(),
            (_, call) => LeasesAsync(context.Identify(call))));

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
        try
        {
            var state = await context.Cluster.AskLeaseAsync(caller.Group, request.ID, renews: true).ConfigureAwait(false);
            response.TTL = state.GrantedSeconds;
        }
        catch (KvErrorException refused) when (refused.Error == KvErrors.LeaseNotFound)
        {
            // A time to live of zero says that the lease is gone; the stream goes on for the other leases.
        }
        catch (KvErrorException refused)
        {
            throw refused.Error.ToException();
        }

        return response;
    }

    public async ValueTask<LeaseTimeToLiveResponse> TimeToLiveAsync(LeaseTimeToLiveRequest request, Caller caller)
    {
        try
        {
            var state = await context.Cluster.AskLeaseAsync(caller.Group, request.ID, renews: false).ConfigureAwait(false);
            var view = caller.Group.View;
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
        var caller = context.Identify(call);
        await foreach (var request in requests)
            await responses.WriteAsync(await KeepAliveAsync(request, caller).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Who may not read a key may not learn of it by its lease either.</summary>
    private static void AddKeys(LeaseTimeToLiveResponse response, KvView view, Caller caller)
    {
        foreach (var key in view.Leases.KeysOf(response.ID))
        {
            EtcdErrors.ThrowIfError(view.Auth.CheckRead(caller.User, caller.AuthRevision, key.Span, default));
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
