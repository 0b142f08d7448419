using System.Net;
using Runink.Barn.Client.Tests;
using Runink.Rpc;

namespace Runink.Barn.Tests;

/// <summary>A node of a temporary directory with etcd's API on a free port of loopback, in this process.</summary>
public sealed class EtcdHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("runink-etcd-").FullName;
    private readonly FileDisk _disk;
    private readonly RpcServer _server;
    private readonly List<RpcChannel> _channels = [];

    private EtcdHost(NodeOptions node, Func<string, EtcdOptions> api, TimeProvider time)
    {
        _disk = new FileDisk(Path.Combine(_folder, "data"));
        var port = FreePort.Take();
        Address = new Uri($"http://127.0.0.1:{port}");
        var self = new KvMember(node.MemberId, "default", ["http://localhost:2380"], [Address.OriginalString]);
        Node = BarnNode.Start(node with { Members = [self] }, _disk, new SystemClock());
        var etcd = new EtcdApi(Node, api(Address.OriginalString), time);
        _server = new RpcServer(new RpcServerOptions
        {
            Listeners = [new RpcListener(new IPEndPoint(IPAddress.Loopback, port))],
            Services = etcd.Services,
            Fallback = etcd.ServeHttpAsync,
            CallEnded = etcd.CallEnded,
            Traffic = etcd.Traffic,
            MaxReceiveBytes = etcd.MaxReceiveBytes,
            DrainTime = TimeSpan.FromMilliseconds(100),
        });
    }

    public static NodeOptions NodeDefaults { get; } = new()
    {
        MemberId = 0x8E9E05C52164694D,
        ClusterId = 0xCDF818194E3A8C32,
        Storage = new StorageOptions { SegmentBytes = 8 << 20 },
    };

    public BarnNode Node { get; }

    public Uri Address { get; }

    public static async Task<EtcdHost> StartAsync(
        Func<NodeOptions, NodeOptions>? node = null, Func<EtcdOptions, EtcdOptions>? api = null, TimeProvider? time = null)
    {
        var host = new EtcdHost(node?.Invoke(NodeDefaults) ?? NodeDefaults, address =>
        {
            var options = new EtcdOptions { ClientUrls = [address], PeerUrls = ["http://localhost:2380"], PasswordIterations = 1000 };
            return api?.Invoke(options) ?? options;
        }, time ?? TimeProvider.System);
        // A node that is alone leads within a moment.
        await host.Node.Serving.WaitAsync(TimeSpan.FromSeconds(20));
        await host._server.StartAsync();
        return host;
    }

    /// <summary>A connection of its own.</summary>
    public RpcChannel Connect()
    {
        var channel = new RpcChannel(new RpcChannelOptions { Address = Address, MaxReceiveBytes = 64 << 20 });
        lock (_channels) _channels.Add(channel);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels) channel.Dispose();
        await _server.DisposeAsync();
        await Node.DisposeAsync();
        _disk.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
