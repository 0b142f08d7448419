using Runink.Protocol;

namespace Runink.Barn;

/// <summary>etcd's JSON gateway for KV, Lease and Watch.</summary>
internal sealed class Gateway(EtcdContext context, KvService kv, LeaseService leases, WatchService watches)
{
    private readonly GatewayCalls _calls = new(context);

    public IEnumerable<KeyValuePair<string, HttpApi.Route>> Routes() => new Dictionary<string, HttpApi.Route>(StringComparer.Ordinal)
    {
        ["/v3/kv/range"] = _calls.Unary<RangeRequest, RangeResponse>(RangeAsync),
        ["/v3/kv/put"] = _calls.Unary<PutRequest, PutResponse>(PutAsync),
        ["/v3/kv/deleterange"] = _calls.Unary<DeleteRangeRequest, DeleteRangeResponse>(kv.DeleteAsync),
        ["/v3/kv/txn"] = _calls.Unary<TxnRequest, TxnResponse>(kv.TxnAsync),
        ["/v3/kv/compaction"] = _calls.Unary<CompactionRequest, CompactionResponse>(kv.CompactAsync),
        ["/v3/lease/grant"] = _calls.Unary<LeaseGrantRequest, LeaseGrantResponse>(leases.GrantAsync),
        ["/v3/lease/revoke"] = _calls.Unary<LeaseRevokeRequest, LeaseRevokeResponse>(leases.RevokeAsync),
        ["/v3/kv/lease/revoke"] = _calls.Unary<LeaseRevokeRequest, LeaseRevokeResponse>(leases.RevokeAsync),
        ["/v3/lease/timetolive"] = _calls.Unary<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(leases.TimeToLiveAsync),
        ["/v3/kv/lease/timetolive"] = _calls.Unary<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(leases.TimeToLiveAsync),
        ["/v3/lease/leases"] = _calls.Unary<LeaseLeasesRequest, LeaseLeasesResponse>(ListLeasesAsync),
        ["/v3/kv/lease/leases"] = _calls.Unary<LeaseLeasesRequest, LeaseLeasesResponse>(ListLeasesAsync),
        ["/v3/lease/keepalive"] = _calls.Streaming<LeaseKeepAliveRequest>(async (requests, caller, write, http) =>
        {
            while (await requests.NextAsync(http.RequestAborted).ConfigureAwait(false) is { } request)
                await write(await leases.KeepAliveAsync(request, caller).ConfigureAwait(false)).ConfigureAwait(false);
        }),
        ["/v3/watch"] = _calls.Streaming<Protocol.WatchRequest>((requests, caller, write, http) =>
            watches.FollowAsync(requests, caller.Group, () => context.IdentifyAgain(http, caller.Group), write, http.RequestAborted)),
    };

    private async ValueTask<RangeResponse> RangeAsync(RangeRequest request, Caller caller)
    {
        var reply = await kv.RangeAsync(new RangeCall(request.ToQuery(), request.Serializable), caller).ConfigureAwait(false);
        return reply.Result.ToMessage(reply.Header.ToMessage());
    }

    private async ValueTask<PutResponse> PutAsync(PutRequest request, Caller caller)
    {
        var reply = await kv.PutAsync(request.ToCommand(), caller).ConfigureAwait(false);
        return new PutResponse { Header = reply.Header.ToMessage(), PrevKv = reply.Previous?.ToMessage() };
    }

    private ValueTask<LeaseLeasesResponse> ListLeasesAsync(LeaseLeasesRequest request, Caller caller) => leases.LeasesAsync(caller);
}
