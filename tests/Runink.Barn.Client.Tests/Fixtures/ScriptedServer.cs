using System.Net;
using Runink.Rpc;
using Wire = Runink.Protocol;

namespace Runink.Barn.Client.Tests;

/// <summary>A server of the etcd API that says what the test wants.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly RpcServer _server;

    private ScriptedServer(RpcServer server) => _server = server;

    public Uri Address => new($"http://{_server.EndPoints[0]}");

    public static async Task<ScriptedServer> StartAsync(params RpcService[] services)
    {
        var server = new RpcServer(new RpcServerOptions
        {
            Listeners = [new RpcListener(new IPEndPoint(IPAddress.Loopback, 0))],
            Services = services,
            DrainTime = TimeSpan.Zero,
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new ScriptedServer(server);
    }

    /// <summary>Answers of the key-value service, each computed from nothing but the test.</summary>
    public static RpcService Kv(
        Func<Wire.RangeRequest, RpcCall, ValueTask<Wire.RangeResponse>>? range = null,
        Func<Wire.PutRequest, RpcCall, ValueTask<Wire.PutResponse>>? put = null,
        Func<Wire.TxnRequest, RpcCall, ValueTask<Wire.TxnResponse>>? txn = null)
    {
        return new RpcService(
            "etcdserverpb.KV", Unary("Range", range), Unary("Put", put), Unary("Txn", txn));
    }

    /// <summary>
    /// A watch service: <paramref name="serve"/> gets what was asked for, and how many watches there were before.
    /// </summary>
    public static RpcService Watch(
        Func<Wire.WatchCreateRequest, int, RpcStreamWriter<Wire.WatchResponse>, RpcCall, ValueTask> serve)
    {
        var before = -1;
        var method = RpcMethod.Duplex(
            "Watch",
            Marshaller.Protobuf<Wire.WatchRequest>(),
            Marshaller.Protobuf<Wire.WatchResponse>(),
            async (requests, responses, call) =>
            {
                Assert.True(await requests.MoveNextAsync());
                await serve(requests.Current.CreateRequest, Interlocked.Increment(ref before), responses, call);
            });
        return new RpcService("etcdserverpb.Watch", method);
    }

    public static Wire.ResponseHeader Header(long revision) => new() { Revision = revision };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static RpcMethod Unary<TRequest, TResponse>(string name, Func<TRequest, RpcCall, ValueTask<TResponse>>? handler)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>, new()
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new() =>
        RpcMethod.Unary(
            name,
            Marshaller.Protobuf<TRequest>(),
            Marshaller.Protobuf<TResponse>(),
            handler ?? ((_, _) => throw new RpcException(RpcCode.Unimplemented, $"{name} is not scripted")));
}
