namespace Runink.Barn.Tests;

/// <summary>One host for the tests of a class, which keep to keys of their own.</summary>
public sealed class EtcdHostFixture : IAsyncLifetime
{
    public EtcdHost Host { get; private set; } = null!;

    internal Runink.Rpc.RpcChannel Channel { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await EtcdHost.StartAsync();
        Channel = Host.Connect();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
