using System.Net;
using Runink.Rpc;
using Runink.Store.Tests;

namespace Runink.Barn.Client.Tests;

/// <summary>A Barn of one node in this process, on a directory of its own.</summary>
public sealed class BarnServer : RealServer
{
    /// <summary>Made anew for every start: each life of a node has a number of its own.</summary>
    private static NodeOptions Alone => new()
    {
        MemberId = 1,
        ClusterId = 2,
        HeartbeatInterval = TimeSpan.FromMilliseconds(10),
        ElectionTimeout = TimeSpan.FromMilliseconds(100),
        MaxRequestBytes = 8 << 20,
        Storage = new StorageOptions { SegmentBytes = 1 << 20 },
    };

    private readonly TemporaryDirectory _directory = new(inMemory: true);
    private readonly IPEndPoint _endPoint = new(IPAddress.Loopback, FreePort.Take());
    private FileDisk? _disk;
    private BarnNode? _node;
    private RpcServer? _server;

    public override Uri Address => new($"http://{_endPoint}");

    public static async Task<BarnServer> StartAsync()
    {
        var server = new BarnServer();
        await server.StartAgainAsync();
        return server;
    }

    public override async Task StartAgainAsync()
    {
        _disk = new FileDisk(Path.Combine(_directory.Path, "data"));
        _node = BarnNode.Start(Alone, _disk, new SystemClock());
        var api = new EtcdApi(_node, new EtcdOptions { MaxTxnOperations = 1 << 14 }, TimeProvider.System);
        _server = new RpcServer(new RpcServerOptions
        {
            Listeners = [new RpcListener(_endPoint)],
            Services = api.Services,
            MaxReceiveBytes = api.MaxReceiveBytes,
            DrainTime = TimeSpan.Zero,
        });
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    public override async Task KillAsync()
    {
        if (_server is null) return;
        await _server.DisposeAsync();
        await _node!.DisposeAsync();
        _disk!.Dispose();
        _server = null;
    }

    public override async ValueTask DisposeAsync()
    {
        await KillAsync();
        _directory.Dispose();
    }
}
