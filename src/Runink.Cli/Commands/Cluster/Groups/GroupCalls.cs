using Runink.Protocol.BarnV1;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Groups;

/// <summary>The calls about groups.</summary>
internal static class GroupCalls
{
    private const string Service = "runink.barn.v1.Groups";

    public static readonly RpcSignature<ListGroupsRequest, ListGroupsResponse> List =
        RpcSignature.Protobuf<ListGroupsRequest, ListGroupsResponse>(Service, "List");
    public static readonly RpcSignature<AddGroupRequest, AddGroupResponse> Add =
        RpcSignature.Protobuf<AddGroupRequest, AddGroupResponse>(Service, "Add");
    public static readonly RpcSignature<RemoveGroupRequest, RemoveGroupResponse> Remove =
        RpcSignature.Protobuf<RemoveGroupRequest, RemoveGroupResponse>(Service, "Remove");
}
