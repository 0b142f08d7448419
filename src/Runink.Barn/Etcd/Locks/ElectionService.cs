using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// etcd's service Election. The revision of the leader's key grows from leader to leader: with the key it is the fencing token of a
/// leadership.
/// </summary>
internal sealed class ElectionService(EtcdContext context, Ownership ownership)
{
    public RpcService Describe() => new(
        ElectionReflection.Descriptor.Services[0],
        RpcMethod.Unary("Campaign", Marshaller.Protobuf<CampaignRequest>(), Marshaller.Protobuf<CampaignResponse>(), CampaignAsync),
        RpcMethod.Unary("Proclaim", Marshaller.Protobuf<ProclaimRequest>(), Marshaller.Protobuf<ProclaimResponse>(), ProclaimAsync),
        RpcMethod.Unary("Leader", Marshaller.Protobuf<LeaderRequest>(), Marshaller.Protobuf<LeaderResponse>(), LeaderAsync),
        RpcMethod.ServerStreaming<LeaderRequest, LeaderResponse>(
            "Observe", Marshaller.Protobuf<LeaderRequest>(), Marshaller.Protobuf<LeaderResponse>(), ObserveAsync),
        RpcMethod.Unary("Resign", Marshaller.Protobuf<ResignRequest>(), Marshaller.Protobuf<ResignResponse>(), ResignAsync));

    private async ValueTask<CampaignResponse> CampaignAsync(CampaignRequest request, RpcCall call)
    {
        var (caller, cancelled) = (await context.IdentifyAsync(call).ConfigureAwait(false), call.CancellationToken);
        var place = await ownership.EnterAsync(request.Name.Memory, request.Lease, request.Value.Memory, caller).ConfigureAwait(false);
        var leader = new LeaderKey
        {
            Name = request.Name,
            Key = KvMessages.Wrap(place.Key),
            Rev = place.Revision,
            Lease = place.Lease,
        };
        try
        {
            if (place.Found is { } found && !found.Value.Span.SequenceEqual(request.Value.Span))
                await ProclaimAsync(leader, request.Value.Memory, caller).ConfigureAwait(false);
            var revision = await ownership.WaitAsync(place, caller, cancelled).ConfigureAwait(false);
            return new CampaignResponse { Header = context.HeaderMessage(caller.Group, revision), Leader = leader };
        }
        catch
        {
            // Otherwise whoever gave up could be elected later, without knowing.
            await ownership.WithdrawAsync(place, caller.Group).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<ProclaimResponse> ProclaimAsync(ProclaimRequest request, RpcCall call)
    {
        if (request.Leader is not { } leader) throw MissingLeader();
        var caller = await context.IdentifyAsync(call).ConfigureAwait(false);
        var revision = await ProclaimAsync(leader, request.Value.Memory, caller).ConfigureAwait(false);
        return new ProclaimResponse { Header = context.HeaderMessage(caller.Group, revision) };
    }

    private async ValueTask<long> ProclaimAsync(LeaderKey leader, ReadOnlyMemory<byte> value, Caller caller)
    {
        var key = leader.Key.Memory;
        if (key.IsEmpty) throw KvErrors.EmptyKey.ToException();
        var txn = new TxnCommand(
            [new KvCompare(KvCompareTarget.Create, KvCompareResult.Equal, key, Number: leader.Rev)],
            [new PutCommand(key, value, leader.Lease)], []);
        var result = (TxnResult)await context.ProposeAsync(txn, caller).ConfigureAwait(false);
        return result.Succeeded ? result.Revision : throw new RpcException(RpcCode.Unknown, "election: not leader");
    }

    private async ValueTask<LeaderResponse> LeaderAsync(LeaderRequest request, RpcCall call)
    {
        var caller = await context.IdentifyAsync(call).ConfigureAwait(false);
        var observer = new ElectionObserver(context, request.Name, caller);
        var (view, leader) = await observer.ReadAsync().ConfigureAwait(false);
        if (leader is null) throw new RpcException(RpcCode.Unknown, "election: no leader");
        return new LeaderResponse { Header = context.HeaderMessage(caller.Group, view.Revision), Kv = leader.ToMessage() };
    }

    private async ValueTask ObserveAsync(LeaderRequest request, RpcStreamWriter<LeaderResponse> responses, RpcCall call)
    {
        var caller = await context.IdentifyAsync(call).ConfigureAwait(false);
        var observer = new ElectionObserver(context, request.Name, caller);
        await context.WhileLedAsync(caller.Group, call, ending => observer.FollowAsync(responses, ending)).ConfigureAwait(false);
    }

    private async ValueTask<ResignResponse> ResignAsync(ResignRequest request, RpcCall call)
    {
        if (request.Leader is not { } leader) throw MissingLeader();
        if (leader.Key.IsEmpty) throw KvErrors.EmptyKey.ToException();
        var caller = await context.IdentifyAsync(call).ConfigureAwait(false);
        var revision = await ownership.LeaveAsync(leader.Key.Memory, leader.Rev, caller).ConfigureAwait(false);
        return new ResignResponse { Header = context.HeaderMessage(caller.Group, revision) };
    }

    private static RpcException MissingLeader() => new(RpcCode.Unknown, "\"leader\" field must be provided");
}
