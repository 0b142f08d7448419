using Google.Protobuf;
using Runink.Protocol;
using Runink.Protocol.BarnV1;
using Runink.Rpc;

namespace Runink.Barn.Tests;

/// <summary>The calls that tests make, as any client would make them.</summary>
internal static class EtcdCalls
{
    public const string Kv = "etcdserverpb.KV";
    public const string Lease = "etcdserverpb.Lease";
    public const string Watch = "etcdserverpb.Watch";
    public const string Maintenance = "etcdserverpb.Maintenance";
    public const string Cluster = "etcdserverpb.Cluster";
    public const string Auth = "etcdserverpb.Auth";
    public const string Groups = "runink.barn.v1.Groups";

    public static ByteString Utf8(string text) => ByteString.CopyFromUtf8(text);

    public static Task<TResponse> CallAsync<TRequest, TResponse>(
        this RpcChannel channel, string service, string method, TRequest request, string? token = null, string? group = null)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var headers = new RpcMetadata();
        if (token is not null) headers.Add("token", token);
        if (group is not null) headers.Add("runink-group", group);
        var options = new RpcCallOptions { Timeout = TimeSpan.FromSeconds(20), Headers = headers };
        return channel.CallAsync(
            RpcSignature.Protobuf<TRequest, TResponse>(service, method), request, options, TestContext.Current.CancellationToken).AsTask();
    }

    public static Task<PutResponse> PutAsync(this RpcChannel channel, string key, string value, string? token = null) =>
        channel.PutAsync(new PutRequest { Key = Utf8(key), Value = Utf8(value) }, token);

    public static Task<PutResponse> PutAsync(this RpcChannel channel, PutRequest request, string? token = null) =>
        channel.CallAsync<PutRequest, PutResponse>(Kv, "Put", request, token);

    public static Task<RangeResponse> GetAsync(this RpcChannel channel, string key, string? token = null) =>
        channel.RangeAsync(new RangeRequest { Key = Utf8(key) }, token);

    public static Task<RangeResponse> RangeAsync(this RpcChannel channel, RangeRequest request, string? token = null) =>
        channel.CallAsync<RangeRequest, RangeResponse>(Kv, "Range", request, token);

    public static Task<PutResponse> PutInAsync(this RpcChannel channel, string group, string key, string value, string? token = null) =>
        channel.CallAsync<PutRequest, PutResponse>(Kv, "Put", new PutRequest { Key = Utf8(key), Value = Utf8(value) }, token, group);

    public static Task<RangeResponse> GetInAsync(this RpcChannel channel, string group, string key, string? token = null) =>
        channel.CallAsync<RangeRequest, RangeResponse>(Kv, "Range", new RangeRequest { Key = Utf8(key) }, token, group);

    public static Task<AddGroupResponse> AddGroupAsync(this RpcChannel channel, string name, string? token = null) =>
        channel.CallAsync<AddGroupRequest, AddGroupResponse>(Groups, "Add", new AddGroupRequest { Name = name }, token);

    public static async Task<IReadOnlyList<Protocol.BarnV1.Group>> GroupsAsync(this RpcChannel channel) =>
        (await channel.CallAsync<ListGroupsRequest, ListGroupsResponse>(Groups, "List", new ListGroupsRequest())).Groups;

    public static Task<DeleteRangeResponse> DeleteAsync(this RpcChannel channel, string key) =>
        channel.CallAsync<DeleteRangeRequest, DeleteRangeResponse>(Kv, "DeleteRange", new DeleteRangeRequest { Key = Utf8(key) });

    public static Task<TxnResponse> TxnAsync(this RpcChannel channel, TxnRequest request) =>
        channel.CallAsync<TxnRequest, TxnResponse>(Kv, "Txn", request);

    public static Task<CompactionResponse> CompactAsync(this RpcChannel channel, long revision) =>
        channel.CallAsync<CompactionRequest, CompactionResponse>(Kv, "Compact", new CompactionRequest { Revision = revision });

    public static Task<LeaseGrantResponse> GrantAsync(this RpcChannel channel, long seconds, long id = 0) =>
        channel.CallAsync<LeaseGrantRequest, LeaseGrantResponse>(Lease, "LeaseGrant", new LeaseGrantRequest { TTL = seconds, ID = id });

    /// <summary>The call must be refused with this error.</summary>
    public static async Task RefusedAsync(KvError error, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(((int)error.Code, error.Message), ((int)refused.Code, refused.Message));
    }
}
