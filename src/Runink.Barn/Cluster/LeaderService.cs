using Runink.Protocol.PeerV1;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Carries out what other members ask of the leader; refuses while this member is not it.</summary>
internal sealed class LeaderService(BarnNode node, ClusterControl control)
{
    public RpcService Describe() => new(
        LeaderReflection.Descriptor.Services[0],
        RpcMethod.Unary("AskLease", Marshaller.Protobuf<AskLeaseRequest>(), Marshaller.Protobuf<AskLeaseResponse>(),
            (request, _) => AnswerAsync(() => AskLeaseAsync(request))),
        RpcMethod.Unary("ChangeMembers", Marshaller.Protobuf<ChangeMembersRequest>(), Marshaller.Protobuf<ChangeMembersResponse>(),
            (request, _) => AnswerAsync(() => ChangeMembersAsync(request))),
        RpcMethod.Unary("Transfer", Marshaller.Protobuf<Protocol.PeerV1.TransferRequest>(), Marshaller.Protobuf<TransferResponse>(),
            (request, _) => AnswerAsync(() => TransferAsync(request))));

    private async ValueTask<AskLeaseResponse> AskLeaseAsync(AskLeaseRequest request)
    {
        var group = request.Group.Length == 0 ? node.System : node.FindGroup(request.Group);
        // While it is being loaded this member cannot lead it.
        if (group is null) throw new KvErrorException(node.View.Groups.Find(request.Group) is null ? KvErrors.GroupNotFound : KvErrors.NotLeader);
        var state = request.Renews
            ? await group.KeepAliveAsync(request.Id).ConfigureAwait(false)
            : await group.TimeToLiveAsync(request.Id).ConfigureAwait(false);
        return new AskLeaseResponse { GrantedSeconds = state.GrantedSeconds, RemainingSeconds = state.RemainingSeconds };
    }

    private async ValueTask<ChangeMembersResponse> ChangeMembersAsync(ChangeMembersRequest request)
    {
        if (!Enum.IsDefined((MemberChangeKind)(int)request.Kind))
            throw new RpcException(RpcCode.Unimplemented, $"there is no change of members {(int)request.Kind}");
        var change = new MemberChange((MemberChangeKind)(int)request.Kind, request.Id, [.. request.PeerUrls]);
        return new ChangeMembersResponse { Id = await control.ChangeMembersHereAsync(change).ConfigureAwait(false) };
    }

    private async ValueTask<TransferResponse> TransferAsync(Protocol.PeerV1.TransferRequest request)
    {
        var leader = await node.System.TransferLeadershipAsync(new(request.Target)).ConfigureAwait(false);
        return new TransferResponse { Leader = leader.Value };
    }

    private static async ValueTask<T> AnswerAsync<T>(Func<ValueTask<T>> answer)
    {
        try
        {
            return await answer().ConfigureAwait(false);
        }
        catch (KvErrorException refused)
        {
            throw refused.Error.ToException();
        }
    }
}
