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
    public static readonly RpcSignature<SnapshotRequest, SnapshotResponse> Snapshot =
        RpcSignature.Protobuf<SnapshotRequest, SnapshotResponse>("etcdserverpb.Maintenance", "Snapshot");
    public static readonly RpcSignature<AuthenticateRequest, AuthenticateResponse> Authenticate =
        RpcSignature.Protobuf<AuthenticateRequest, AuthenticateResponse>("etcdserverpb.Auth", "Authenticate");
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
}
