namespace Runink.Barn.Client.Tests;

/// <summary>A server of the etcd API that keeps what it is told, and can be ended and started again on its data.</summary>
public abstract class RealServer : IAsyncDisposable
{
    /// <summary>The servers that the client must get along with, by name.</summary>
    public static TheoryData<string> All => new("etcd", "barn");

    public abstract Uri Address { get; }

    public static async Task<RealServer> StartAsync(string name) =>
        name is "etcd" ? await EtcdServer.StartAsync() : await BarnServer.StartAsync();

    /// <summary>Ends it as abruptly as can be; its data stay.</summary>
    public abstract Task KillAsync();

    /// <summary>Starts it again on its data; returns when it serves.</summary>
    public abstract Task StartAgainAsync();

    /// <summary>A store that speaks to it.</summary>
    public BarnStore Open(Func<BarnStoreOptions, BarnStoreOptions>? change = null)
    {
        var options = new BarnStoreOptions { Endpoints = [Address], Seed = 1 };
        return new BarnStore(change is null ? options : change(options));
    }

    public abstract ValueTask DisposeAsync();
}
