using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>The methods of the etcd API that a store needs.</summary>
internal static class EtcdMethods
{
    public static readonly RpcSignature<RangeRequest, RangeResponse> Range = Kv<RangeRequest, RangeResponse>("Range");

    public static readonly RpcSignature<PutRequest, PutResponse> Put = Kv<PutRequest, PutResponse>("Put");

    public static readonly RpcSignature<TxnRequest, TxnResponse> Txn = Kv<TxnRequest, TxnResponse>("Txn");

    public static readonly RpcSignature<CompactionRequest, CompactionResponse> Compact =
        Kv<CompactionRequest, CompactionResponse>("Compact");

    public static readonly RpcSignature<WatchRequest, WatchResponse> Watch =
        RpcSignature.Protobuf<WatchRequest, WatchResponse>("etcdserverpb.Watch", "Watch");

    public static readonly RpcSignature<LeaseGrantRequest, LeaseGrantResponse> Grant =
        OfLease<LeaseGrantRequest, LeaseGrantResponse>("LeaseGrant");

    public static readonly RpcSignature<LeaseRevokeRequest, LeaseRevokeResponse> Revoke =
        OfLease<LeaseRevokeRequest, LeaseRevokeResponse>("LeaseRevoke");

    public static readonly RpcSignature<LeaseKeepAliveRequest, LeaseKeepAliveResponse> KeepAlive =
        OfLease<LeaseKeepAliveRequest, LeaseKeepAliveResponse>("LeaseKeepAlive");

    public static readonly RpcSignature<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse> TimeToLive =
        OfLease<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>("LeaseTimeToLive");

    public static readonly RpcSignature<AuthenticateRequest, AuthenticateResponse> Authenticate =
        RpcSignature.Protobuf<AuthenticateRequest, AuthenticateResponse>("etcdserverpb.Auth", "Authenticate");

    private static RpcSignature<TRequest, TResponse> Kv<TRequest, TResponse>(string method)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>, new()
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new() =>
        RpcSignature.Protobuf<TRequest, TResponse>("etcdserverpb.KV", method);

    private static RpcSignature<TRequest, TResponse> OfLease<TRequest, TResponse>(string method)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>, new()
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new() =>
        RpcSignature.Protobuf<TRequest, TResponse>("etcdserverpb.Lease", method);
}
