using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cluster;

/// <summary>The methods of etcd's API that are used here.</summary>
internal static class EtcdApi
{
    public static readonly RpcSignature<RangeRequest, RangeResponse> Range = Of<RangeRequest, RangeResponse>("KV", "Range");
    public static readonly RpcSignature<PutRequest, PutResponse> Put = Of<PutRequest, PutResponse>("KV", "Put");
    public static readonly RpcSignature<TxnRequest, TxnResponse> Txn = Of<TxnRequest, TxnResponse>("KV", "Txn");
    public static readonly RpcSignature<CompactionRequest, CompactionResponse> Compact = Of<CompactionRequest, CompactionResponse>("KV", "Compact");
    public static readonly RpcSignature<WatchRequest, WatchResponse> Watch = Of<WatchRequest, WatchResponse>("Watch", "Watch");
    public static readonly RpcSignature<LeaseGrantRequest, LeaseGrantResponse> Grant = Of<LeaseGrantRequest, LeaseGrantResponse>("Lease", "LeaseGrant");

    public static readonly RpcSignature<LeaseRevokeRequest, LeaseRevokeResponse> Revoke =
        Of<LeaseRevokeRequest, LeaseRevokeResponse>("Lease", "LeaseRevoke");

    public static readonly RpcSignature<LeaseKeepAliveRequest, LeaseKeepAliveResponse> KeepAlive =
        Of<LeaseKeepAliveRequest, LeaseKeepAliveResponse>("Lease", "LeaseKeepAlive");

    public static readonly RpcSignature<StatusRequest, StatusResponse> Status = Of<StatusRequest, StatusResponse>("Maintenance", "Status");
    public static readonly RpcSignature<HashKVRequest, HashKVResponse> HashKv = Of<HashKVRequest, HashKVResponse>("Maintenance", "HashKV");

    public static readonly RpcSignature<MoveLeaderRequest, MoveLeaderResponse> MoveLeader =
        Of<MoveLeaderRequest, MoveLeaderResponse>("Maintenance", "MoveLeader");

    public static readonly RpcSignature<MemberAddRequest, MemberAddResponse> Add = Of<MemberAddRequest, MemberAddResponse>("Cluster", "MemberAdd");

    public static readonly RpcSignature<MemberRemoveRequest, MemberRemoveResponse> Remove =
        Of<MemberRemoveRequest, MemberRemoveResponse>("Cluster", "MemberRemove");

    public static readonly RpcSignature<MemberListRequest, MemberListResponse> List = Of<MemberListRequest, MemberListResponse>("Cluster", "MemberList");
    public static readonly RpcSignature<LockRequest, LockResponse> Lock = RpcSignature.Protobuf<LockRequest, LockResponse>("v3lockpb.Lock", "Lock");

    private static RpcSignature<TRequest, TResponse> Of<TRequest, TResponse>(string service, string method)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        RpcSignature.Protobuf<TRequest, TResponse>($"etcdserverpb.{service}", method);
}
