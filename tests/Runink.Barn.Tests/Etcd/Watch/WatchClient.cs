using Runink.Protocol;
using Runink.Rpc;
using WireRequest = Runink.Protocol.WatchRequest;

namespace Runink.Barn.Tests;

/// <summary>A watch stream, as any client would open it.</summary>
internal sealed class WatchClient(RpcChannel channel, string? token = null, string? group = null, bool wantsLeader = false) : IAsyncDisposable
{
    private readonly RpcClientCall<WireRequest, WatchResponse> _call = channel.Open(
        RpcSignature.Protobuf<WireRequest, WatchResponse>(EtcdCalls.Watch, "Watch"), Options(token, group, wantsLeader), TestContext.Current.CancellationToken);

    public Task SendAsync(WireRequest request) => _call.Requests.WriteAsync(request).AsTask();

    public ValueTask CompleteAsync() => _call.CompleteAsync();

    /// <summary>Creates a watch and returns what was answered to that.</summary>
    public async Task<WatchResponse> CreateAsync(WatchCreateRequest create)
    {
        await SendAsync(new WireRequest { CreateRequest = create });
        return await NextAsync();
    }

    public Task<WatchResponse> CreateAsync(string key, string end = "", long from = 0) => CreateAsync(
        new WatchCreateRequest { Key = EtcdCalls.Utf8(key), RangeEnd = EtcdCalls.Utf8(end), StartRevision = from });

    public async Task<WatchResponse> NextAsync()
    {
        var next = _call.Responses.MoveNextAsync().AsTask();
        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), "the stream ended");
        return _call.Responses.Current;
    }

    public ValueTask DisposeAsync() => _call.DisposeAsync();

    private static RpcCallOptions Options(string? token, string? group, bool wantsLeader)
    {
        var headers = new RpcMetadata();
        if (token is not null) headers.Add("token", token);
        if (group is not null) headers.Add("runink-group", group);
        if (wantsLeader) headers.Add("hasleader", "true");
        return new RpcCallOptions { Headers = headers };
    }
}
