using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Connection;

/// <summary>The calls of the etcd API that commands make.</summary>
internal static class EtcdCalls
{
    public static readonly RpcSignature<RangeRequest, RangeResponse> Range =
        RpcSignature.Protobuf<RangeRequest, RangeResponse>("etcdserverpb.KV", "Range");
    public static readonly RpcSignature<PutRequest, PutResponse> Put = RpcSignature.Protobuf<PutRequest, PutResponse>("etcdserverpb.KV", "Put");
    public static readonly RpcSignature<DeleteRangeRequest, DeleteRangeResponse> DeleteRange =
        RpcSignature.Protobuf<DeleteRangeRequest, DeleteRangeResponse>("etcdserverpb.KV", "DeleteRange");
    public static readonly RpcSignature<TxnRequest, TxnResponse> Txn = RpcSignature.Protobuf<TxnRequest, TxnResponse>("etcdserverpb.KV", "Txn");
    public static readonly RpcSignature<CompactionRequest, CompactionResponse> Compact =
        RpcSignature.Protobuf<CompactionRequest, CompactionResponse>("etcdserverpb.KV", "Compact");
    public static readonly RpcSignature<WatchRequest, WatchResponse> Watch =
        RpcSignature.Protobuf<WatchRequest, WatchResponse>("etcdserverpb.Watch", "Watch");
    public static readonly RpcSignature<StatusRequest, StatusResponse> Status =
        RpcSignature.Protobuf<StatusRequest, StatusResponse>("etcdserverpb.Maintenance", "Status");
    public static readonly RpcSignature<AlarmRequest, AlarmResponse> Alarm =
        RpcSignature.Protobuf<AlarmRequest, AlarmResponse>("etcdserverpb.Maintenance", "Alarm");
    public static readonly RpcSignature<SnapshotRequest, SnapshotResponse> Snapshot =
        RpcSignature.Protobuf<SnapshotRequest, SnapshotResponse>("etcdserverpb.Maintenance", "Snapshot");
    public static readonly RpcSignature<AuthenticateRequest, AuthenticateResponse> Authenticate =
        Auth<AuthenticateRequest, AuthenticateResponse>("Authenticate");
    public static readonly RpcSignature<AuthEnableRequest, AuthEnableResponse> AuthEnable = Auth<AuthEnableRequest, AuthEnableResponse>("AuthEnable");
    public static readonly RpcSignature<AuthUserListRequest, AuthUserListResponse> UserList =
        Auth<AuthUserListRequest, AuthUserListResponse>("UserList");
    public static readonly RpcSignature<AuthUserGetRequest, AuthUserGetResponse> UserGet = Auth<AuthUserGetRequest, AuthUserGetResponse>("UserGet");
    public static readonly RpcSignature<AuthUserAddRequest, AuthUserAddResponse> UserAdd = Auth<AuthUserAddRequest, AuthUserAddResponse>("UserAdd");
    public static readonly RpcSignature<AuthUserGrantRoleRequest, AuthUserGrantRoleResponse> UserGrantRole =
        Auth<AuthUserGrantRoleRequest, AuthUserGrantRoleResponse>("UserGrantRole");
    public static readonly RpcSignature<AuthRoleListRequest, AuthRoleListResponse> RoleList =
        Auth<AuthRoleListRequest, AuthRoleListResponse>("RoleList");
    public static readonly RpcSignature<AuthRoleGetRequest, AuthRoleGetResponse> RoleGet = Auth<AuthRoleGetRequest, AuthRoleGetResponse>("RoleGet");
    public static readonly RpcSignature<AuthRoleAddRequest, AuthRoleAddResponse> RoleAdd = Auth<AuthRoleAddRequest, AuthRoleAddResponse>("RoleAdd");
    public static readonly RpcSignature<AuthRoleGrantPermissionRequest, AuthRoleGrantPermissionResponse> RoleGrantPermission =
        Auth<AuthRoleGrantPermissionRequest, AuthRoleGrantPermissionResponse>("RoleGrantPermission");
    public static readonly RpcSignature<LeaseLeasesRequest, LeaseLeasesResponse> Leases = Lease<LeaseLeasesRequest, LeaseLeasesResponse>("LeaseLeases");
    public static readonly RpcSignature<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse> LeaseTimeToLive =
        Lease<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>("LeaseTimeToLive");
    public static readonly RpcSignature<LeaseGrantRequest, LeaseGrantResponse> LeaseGrant = Lease<LeaseGrantRequest, LeaseGrantResponse>("LeaseGrant");
    public static readonly RpcSignature<LeaseRevokeRequest, LeaseRevokeResponse> LeaseRevoke =
        Lease<LeaseRevokeRequest, LeaseRevokeResponse>("LeaseRevoke");
    public static readonly RpcSignature<LeaseKeepAliveRequest, LeaseKeepAliveResponse> LeaseKeepAlive =
        Lease<LeaseKeepAliveRequest, LeaseKeepAliveResponse>("LeaseKeepAlive");
    public static readonly RpcSignature<HashKVRequest, HashKVResponse> HashKv =
        RpcSignature.Protobuf<HashKVRequest, HashKVResponse>("etcdserverpb.Maintenance", "HashKV");
    public static readonly RpcSignature<MoveLeaderRequest, MoveLeaderResponse> MoveLeader =
        RpcSignature.Protobuf<MoveLeaderRequest, MoveLeaderResponse>("etcdserverpb.Maintenance", "MoveLeader");
    public static readonly RpcSignature<MemberListRequest, MemberListResponse> MemberList =
        RpcSignature.Protobuf<MemberListRequest, MemberListResponse>("etcdserverpb.Cluster", "MemberList");
    public static readonly RpcSignature<MemberAddRequest, MemberAddResponse> MemberAdd =
        RpcSignature.Protobuf<MemberAddRequest, MemberAddResponse>("etcdserverpb.Cluster", "MemberAdd");
    public static readonly RpcSignature<MemberRemoveRequest, MemberRemoveResponse> MemberRemove =
        RpcSignature.Protobuf<MemberRemoveRequest, MemberRemoveResponse>("etcdserverpb.Cluster", "MemberRemove");
    public static readonly RpcSignature<MemberUpdateRequest, MemberUpdateResponse> MemberUpdate =
        RpcSignature.Protobuf<MemberUpdateRequest, MemberUpdateResponse>("etcdserverpb.Cluster", "MemberUpdate");
    public static readonly RpcSignature<MemberPromoteRequest, MemberPromoteResponse> MemberPromote =
        RpcSignature.Protobuf<MemberPromoteRequest, MemberPromoteResponse>("etcdserverpb.Cluster", "MemberPromote");

    private static RpcSignature<TRequest, TResponse> Auth<TRequest, TResponse>(string method)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        RpcSignature.Protobuf<TRequest, TResponse>("etcdserverpb.Auth", method);

    private static RpcSignature<TRequest, TResponse> Lease<TRequest, TResponse>(string method)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        RpcSignature.Protobuf<TRequest, TResponse>("etcdserverpb.Lease", method);
}
