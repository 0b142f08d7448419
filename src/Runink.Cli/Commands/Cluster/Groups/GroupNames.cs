using Runink.Cli.Commands.Cluster.Connection;
using Runink.Protocol.BarnV1;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Groups;

/// <summary>Which groups there are beside that of the platform.</summary>
internal static class GroupNames
{
    /// <summary>
    /// Their names as the member that is asked knows them, in the order of their ids: they are wanted where there is no leader, too. None
    /// where the server knows of no groups, as etcd.
    /// </summary>
    public static async Task<IReadOnlyList<string>> OthersAsync(ClusterConnection connection, CancellationToken cancellation)
    {
        try
        {
            var listed = await connection.CallAsync(GroupCalls.List, new ListGroupsRequest { Serializable = true }, cancellation);
            return [.. listed.Groups.Select(group => group.Name).Where(name => name != Barn.KvGroups.System)];
        }
        catch (RpcException e) when (e.Code == RpcCode.Unimplemented)
        {
            return [];
        }
    }
}
