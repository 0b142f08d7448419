namespace Runink.Rpc.Fixtures;

/// <summary>The echo service and a channel to it.</summary>
internal sealed class EchoPair(TestServer server, RpcChannel channel) : IAsyncDisposable
{
    public RpcChannel Channel => channel;

    public TestServer Server => server;

    public static async Task<EchoPair> StartAsync(
        Func<RpcServerOptions, RpcServerOptions>? change = null, Func<RpcChannelOptions, RpcChannelOptions>? changeClient = null, TaskCompletionSource? hung = null)
    {
        var server = await TestServer.StartAsync(options => (change ?? (same => same))(options with { Services = [EchoMethods.Service(hung)] }));
        var options = new RpcChannelOptions { Address = server.Address() };
        return new EchoPair(server, new RpcChannel(changeClient?.Invoke(options) ?? options));
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await server.DisposeAsync();
    }
}
