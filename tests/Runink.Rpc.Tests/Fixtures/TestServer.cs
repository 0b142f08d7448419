using System.Net;

namespace Runink.Rpc.Fixtures;

/// <summary>A server on a free port of the loopback.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Service = "test.Echo";

    private TestServer(RpcServer server) => Server = server;

    public RpcServer Server { get; }

    public IPEndPoint EndPoint => (IPEndPoint)Server.EndPoints[0];

    public Uri Address(string scheme = "http") => new($"{scheme}://{EndPoint}");

    public static Task<TestServer> StartAsync(params RpcMethod[] methods) => StartAsync(new RpcService(Service, methods));

    public static Task<TestServer> StartAsync(params RpcService[] services) =>
        StartAsync(options => options with { Services = services });

    public static async Task<TestServer> StartAsync(Func<RpcServerOptions, RpcServerOptions> change)
    {
        var server = new RpcServer(change(new RpcServerOptions
        {
            Listeners = [new RpcListener(new IPEndPoint(IPAddress.Loopback, 0))],
            Services = [],
        }));
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new TestServer(server);
    }

    public static RpcMethod Unary(string name, Func<byte[], RpcCall, ValueTask<byte[]>> handler) =>
        RpcMethod.Unary(name, BytesMarshaller.Instance, BytesMarshaller.Instance, handler);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
