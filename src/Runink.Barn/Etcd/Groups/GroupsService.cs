using Runink.Protocol.BarnV1;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Which groups there are. etcd has no such service.</summary>
internal sealed class GroupsService(EtcdContext context)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public RpcService Describe() => new(
        GroupsReflection.Descriptor.Services[0],
        RpcMethod.Unary("List", Marshaller.Protobuf<ListGroupsRequest>(), Marshaller.Protobuf<ListGroupsResponse>(), ListAsync),
        RpcMethod.Unary("Add", Marshaller.Protobuf<AddGroupRequest>(), Marshaller.Protobuf<AddGroupResponse>(), AddAsync),
        RpcMethod.Unary("Remove", Marshaller.Protobuf<RemoveGroupRequest>(), Marshaller.Protobuf<RemoveGroupResponse>(), RemoveAsync));

    private async ValueTask<ListGroupsResponse> ListAsync(ListGroupsRequest request, RpcCall call)
    {
        await context.IdentifySystemAsync(call).ConfigureAwait(false);
        if (!request.Serializable) await context.ReadAsync().ConfigureAwait(false);
        var groups = new SortedDictionary<ulong, Protocol.BarnV1.Group>();
        // What is being loaded here is named, and no more is known of it.
        foreach (var named in context.Node.View.Groups.All) groups[named.Id] = new() { Id = named.Id, Name = named.Name, QuotaBytes = named.QuotaBytes };
        foreach (var hosted in context.Node.Groups) groups[hosted.Id.Value] = Describe(hosted);
        return new ListGroupsResponse { Groups = { groups.Values } };
    }

    private async ValueTask<AddGroupResponse> AddAsync(AddGroupRequest request, RpcCall call)
    {
        var caller = await context.IdentifySystemAsync(call).ConfigureAwait(false);
        // A member that is behind may not know who has gone.
        await context.ReadAsync().ConfigureAwait(false);
        var founders = context.Node.Status.Membership.Current.Members.Where(member => member.Votes).Select(member => member.Id.Value);
        await context.ProposeAsync(new GroupCreateCommand(request.Name, [.. founders], request.QuotaBytes), caller).ConfigureAwait(false);
        var started = context.Time.GetTimestamp();
        BarnGroup? group = null;
        // Whoever is told that it is there will use it at once.
        while (group is not { Status.Leader: not 0 } && context.Time.GetElapsedTime(started) < context.Node.Options.RequestTimeout)
        {
            if (group is not null) await Task.Delay(Pause, context.Time).ConfigureAwait(false);
            group = context.Node.FindGroup(request.Name) ?? throw KvErrors.GroupNotFound.ToException();
        }

        return new AddGroupResponse { Group = Describe(group!) };
    }

    private async ValueTask<RemoveGroupResponse> RemoveAsync(RemoveGroupRequest request, RpcCall call)
    {
        var caller = await context.IdentifySystemAsync(call).ConfigureAwait(false);
        await context.ProposeAsync(new GroupRemoveCommand(request.Name), caller).ConfigureAwait(false);
        return new RemoveGroupResponse();
    }

    private static Protocol.BarnV1.Group Describe(BarnGroup group)
    {
        var (status, view) = (group.Status, group.View);
        var members = status.Membership.Current.Members;
        return new Protocol.BarnV1.Group
        {
            Id = group.Id.Value,
            Name = group.Name,
            Leader = status.Leader,
            Voters = { members.Where(member => member.Votes).Select(member => member.Id.Value) },
            Learners = { members.Where(member => !member.Votes).Select(member => member.Id.Value) },
            IsAsleep = status.IsAsleep,
            Revision = view.Revision,
            StateBytes = view.Bytes,
            QuotaBytes = group.QuotaBytes,
        };
    }
}
