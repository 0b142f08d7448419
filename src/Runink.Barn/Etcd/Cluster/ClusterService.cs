using Google.Protobuf.Collections;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>etcd's service Cluster: any member answers, and has the leader do what only it can.</summary>
internal sealed class ClusterService(EtcdContext context)
{
    public RpcService Describe() => new(
        ClusterReflection.Descriptor.Services[0],
        RpcMethod.Unary("MemberAdd", Marshaller.Protobuf<MemberAddRequest>(), Marshaller.Protobuf<MemberAddResponse>(), AddAsync),
        RpcMethod.Unary("MemberRemove", Marshaller.Protobuf<MemberRemoveRequest>(), Marshaller.Protobuf<MemberRemoveResponse>(),
            RemoveAsync),
        RpcMethod.Unary("MemberUpdate", Marshaller.Protobuf<MemberUpdateRequest>(), Marshaller.Protobuf<MemberUpdateResponse>(),
            UpdateAsync),
        RpcMethod.Unary("MemberList", Marshaller.Protobuf<MemberListRequest>(), Marshaller.Protobuf<MemberListResponse>(), ListAsync),
        RpcMethod.Unary("MemberPromote", Marshaller.Protobuf<MemberPromoteRequest>(), Marshaller.Protobuf<MemberPromoteResponse>(),
            PromoteAsync));

    private async ValueTask<MemberAddResponse> AddAsync(MemberAddRequest request, RpcCall call)
    {
        if (!AreUrls(request.PeerURLs)) throw KvErrors.MemberBadUrls.ToException();
        await CheckAdminAsync(call).ConfigureAwait(false);
        if (!context.Options.AcceptsMembers && !context.Options.PeerUrls.Intersect(request.PeerURLs).Any())
        {
            throw new RpcException(RpcCode.FailedPrecondition,
                "this server listens for no other members: start it with --listen-peer-urls and --initial-advertise-peer-urls, then add members");
        }

        var kind = request.IsLearner ? MemberChangeKind.AddLearner : MemberChangeKind.Add;
        var id = await ChangeAsync(new MemberChange(kind, 0, request.PeerURLs)).ConfigureAwait(false);
        var members = Members();
        var added = members.FirstOrDefault(member => member.ID == id)
            ?? new Member { ID = id, PeerURLs = { request.PeerURLs }, IsLearner = request.IsLearner };
        return new MemberAddResponse { Header = Header(), Member = added, Members = { members } };
    }

    private async ValueTask<MemberRemoveResponse> RemoveAsync(MemberRemoveRequest request, RpcCall call)
    {
        await CheckAdminAsync(call).ConfigureAwait(false);
        await ChangeAsync(new MemberChange(MemberChangeKind.Remove, request.ID, [])).ConfigureAwait(false);
        // A member that took itself out may not have heard of it yet, nor ever will.
        return new MemberRemoveResponse { Header = Header(), Members = { Members().Where(member => member.ID != request.ID) } };
    }

    private async ValueTask<MemberUpdateResponse> UpdateAsync(MemberUpdateRequest request, RpcCall call)
    {
        await CheckAdminAsync(call).ConfigureAwait(false);
        if (!AreUrls(request.PeerURLs)) throw KvErrors.MemberBadUrls.ToException();
        await ChangeAsync(new MemberChange(MemberChangeKind.Update, request.ID, request.PeerURLs)).ConfigureAwait(false);
        return new MemberUpdateResponse { Header = Header(), Members = { Members() } };
    }

    private async ValueTask<MemberPromoteResponse> PromoteAsync(MemberPromoteRequest request, RpcCall call)
    {
        await CheckAdminAsync(call).ConfigureAwait(false);
        await ChangeAsync(new MemberChange(MemberChangeKind.Promote, request.ID, [])).ConfigureAwait(false);
        return new MemberPromoteResponse { Header = Header(), Members = { Members() } };
    }

    private async ValueTask<MemberListResponse> ListAsync(MemberListRequest request, RpcCall call)
    {
        await context.IdentifySystemOperatorAsync(call).ConfigureAwait(false);
        if (request.Linearizable) await context.ReadAsync().ConfigureAwait(false);
        return new MemberListResponse { Header = Header(), Members = { Members() } };
    }

    /// <summary>Has the change made, and waits until this member knows of it.</summary>
    private async ValueTask<ulong> ChangeAsync(MemberChange change)
    {
        try
        {
            var id = await context.Cluster.ChangeMembersAsync(change).ConfigureAwait(false);
            // A member that was taken out hears of nothing more.
            if (change.Kind != MemberChangeKind.Remove || change.Id != context.Node.Options.MemberId)
                await context.ReadAsync().ConfigureAwait(false);
            return id;
        }
        catch (KvErrorException refused)
        {
            throw refused.Error.ToException();
        }
    }

    private async ValueTask CheckAdminAsync(RpcCall call)
    {
        var caller = await context.IdentifySystemOperatorAsync(call).ConfigureAwait(false);
        EtcdErrors.ThrowIfError(context.Node.View.Auth.CheckAdmin(caller.User));
    }

    /// <summary>As etcd has them: scheme, host and port, and nothing behind; but members are reached over HTTP alone.</summary>
    private static bool AreUrls(RepeatedField<string> urls) =>
        urls.Count > 0 && urls.All(url => Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            && parsed is { Scheme: "http" or "https", Host.Length: > 0 }
            && url.Equals($"{parsed.Scheme}://{parsed.Host}:{parsed.Port}", StringComparison.OrdinalIgnoreCase));

    /// <summary>The header of this service names no revision, in etcd neither.</summary>
    private ResponseHeader Header() => context.HeaderMessage(0);

    private List<Member> Members() =>
    [
        .. context.Cluster.Members.Select(entry => new Member
        {
            ID = entry.Member.Id,
            Name = entry.Member.Name,
            PeerURLs = { entry.Member.PeerUrls },
            ClientURLs = { entry.Member.ClientUrls },
            IsLearner = entry.IsLearner,
        }),
    ];
}
