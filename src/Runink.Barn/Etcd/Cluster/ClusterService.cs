using Google.Protobuf.Collections;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// etcd's service Cluster, of the one member that there is: it cannot leave, and no other can join it. What a cluster of one can
/// refuse in etcd's words is refused so; the rest is refused as beyond this cluster.
/// </summary>
internal sealed class ClusterService(EtcdContext context)
{
    public RpcService Describe() => new(
        ClusterReflection.Descriptor.Services[0],
        RpcMethod.Unary("MemberAdd", Marshaller.Protobuf<MemberAddRequest>(), Marshaller.Protobuf<MemberAddResponse>(), Add),
        RpcMethod.Unary("MemberRemove", Marshaller.Protobuf<MemberRemoveRequest>(), Marshaller.Protobuf<MemberRemoveResponse>(),
            Remove),
        RpcMethod.Unary("MemberUpdate", Marshaller.Protobuf<MemberUpdateRequest>(), Marshaller.Protobuf<MemberUpdateResponse>(),
            Update),
        RpcMethod.Unary("MemberList", Marshaller.Protobuf<MemberListRequest>(), Marshaller.Protobuf<MemberListResponse>(), ListAsync),
        RpcMethod.Unary("MemberPromote", Marshaller.Protobuf<MemberPromoteRequest>(), Marshaller.Protobuf<MemberPromoteResponse>(),
            Promote));

    private ulong Self => context.Node.Options.MemberId;

    private ValueTask<MemberAddResponse> Add(MemberAddRequest request, RpcCall call)
    {
        CheckAdmin(call);
        if (!AreUrls(request.PeerURLs)) throw KvErrors.MemberBadUrls.ToException();
        throw (request.PeerURLs.Any(context.Options.PeerUrls.Contains) ? KvErrors.PeerUrlExists : KvErrors.NotCapable).ToException();
    }

    private ValueTask<MemberRemoveResponse> Remove(MemberRemoveRequest request, RpcCall call)
    {
        CheckAdmin(call);
        throw (request.ID == Self ? KvErrors.MemberNotEnoughStarted : KvErrors.MemberNotFound).ToException();
    }

    private ValueTask<MemberUpdateResponse> Update(MemberUpdateRequest request, RpcCall call)
    {
        CheckAdmin(call);
        if (request.ID != Self) throw KvErrors.MemberNotFound.ToException();
        if (!request.PeerURLs.Order().SequenceEqual(context.Options.PeerUrls.Order())) throw KvErrors.NotCapable.ToException();
        return new(new MemberUpdateResponse { Header = Header(), Members = { Member() } });
    }

    private async ValueTask<MemberListResponse> ListAsync(MemberListRequest request, RpcCall call)
    {
        context.Identify(call);
        if (request.Linearizable) await context.ReadAsync().ConfigureAwait(false);
        return new MemberListResponse { Header = Header(), Members = { Member() } };
    }

    private ValueTask<MemberPromoteResponse> Promote(MemberPromoteRequest request, RpcCall call)
    {
        CheckAdmin(call);
        throw (request.ID == Self ? KvErrors.MemberNotLearner : KvErrors.MemberNotFound).ToException();
    }

    private void CheckAdmin(RpcCall call) =>
        EtcdErrors.ThrowIfError(context.Node.View.Auth.CheckAdmin(context.Identify(call).User));

    private static bool AreUrls(RepeatedField<string> urls) =>
        urls.Count > 0 && urls.All(url => Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            && parsed.Scheme is "http" or "https" or "unix" or "unixs" && parsed.PathAndQuery.TrimEnd('/').Length == 0);

    /// <summary>The header of this service names no revision, in etcd neither.</summary>
    private ResponseHeader Header() => context.HeaderMessage(0);

    private Member Member() => new()
    {
        ID = Self,
        Name = context.Options.Name,
        PeerURLs = { context.Options.PeerUrls },
        ClientURLs = { context.Options.ClientUrls },
    };
}
