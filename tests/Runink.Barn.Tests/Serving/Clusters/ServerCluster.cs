using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Barn.Client.Tests;
using Runink.Rpc;

namespace Runink.Barn.Tests;

/// <summary>Whole servers of one cluster in this process: real sockets, real disks.</summary>
internal sealed class ServerCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("runink-cluster-").FullName;
    private readonly SortedDictionary<int, (int Client, int Peer)> _ports = [];
    private readonly SortedDictionary<int, BarnServer> _servers = [];
    private readonly SortedDictionary<int, RpcChannel> _channels = [];

    /// <summary>What is different from the usual configuration, for members that start from now on.</summary>
    public Func<BarnServerOptions, BarnServerOptions> Configure { get; set; } = options => options;

    public static async Task<ServerCluster> StartAsync(int members, Func<BarnServerOptions, BarnServerOptions>? configure = null)
    {
        var cluster = new ServerCluster();
        if (configure is not null) cluster.Configure = configure;
        for (var i = 1; i <= members; i++) cluster._ports[i] = (FreePort.Take(), FreePort.Take());
        var founders = cluster._ports.Keys.ToList();
        await Task.WhenAll(founders.Select(number => cluster.StartAsync(number, founders)));
        return cluster;
    }

    /// <summary>The members that run.</summary>
    public IReadOnlyList<int> Numbers => [.. _servers.Keys];

    public RpcChannel this[int number] => _channels[number];

    public BarnServer Server(int number) => _servers[number];

    public string DirectoryOf(int number) => Path.Combine(_folder, $"n{number}");

    public string PeerUrl(int number)
    {
        if (!_ports.ContainsKey(number)) _ports[number] = (FreePort.Take(), FreePort.Take());
        return $"http://127.0.0.1:{_ports[number].Peer}";
    }

    /// <summary>Gives a member that does not run another address. Returns its new peer URL.</summary>
    public string Move(int number)
    {
        _ports.Remove(number);
        return PeerUrl(number);
    }

    /// <summary>Starts a member: a founder, or, on what its disk holds, again.</summary>
    public Task StartAsync(int number, IReadOnlyList<int>? members = null) => StartAsync(number, members ?? [.. _ports.Keys], joins: false);

    /// <summary>Starts a member that was added.</summary>
    public Task JoinAsync(int number) => StartAsync(number, [.. _ports.Keys], joins: true);

    public async Task StopAsync(int number)
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await _servers[number].UntilStoppedAsync(stop.Token);
        await EndAsync(number);
    }

    /// <summary>Asks until it holds; each question goes to a server and back, so there is no pause between them.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await holds()) Assert.False(patience.IsCancellationRequested, "it did not come about");
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_servers.Keys.ToList().Select(EndAsync));
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Without a word to the others.</summary>
    public async Task EndAsync(int number)
    {
        lock (_channels)
        {
            _channels[number].Dispose();
            _channels.Remove(number);
        }

        await _servers[number].DisposeAsync();
        lock (_servers) _servers.Remove(number);
    }

    private async Task StartAsync(int number, IReadOnlyList<int> members, bool joins)
    {
        var (client, _) = _ports[number];
        var server = await BarnServer.StartAsync(Configure(new BarnServerOptions
        {
            Name = $"n{number}",
            DataDirectory = DirectoryOf(number),
            ListenClients = [new ListenAddress(new IPEndPoint(IPAddress.Loopback, client), IsTls: false)],
            ListenPeers = [new ListenAddress(new IPEndPoint(IPAddress.Loopback, _ports[number].Peer), IsTls: false)],
            AdvertiseClientUrls = [$"http://127.0.0.1:{client}"],
            AdvertisePeerUrls = [PeerUrl(number)],
            InitialCluster = [.. members.Select(member => new InitialMember($"n{member}", [PeerUrl(member)]))],
            MayBeginCluster = !joins,
            // A machine that builds and tests at the same time is no place for quick elections.
            HeartbeatInterval = TimeSpan.FromMilliseconds(100),
            ElectionTimeout = TimeSpan.FromMilliseconds(800),
        }), NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        lock (_servers) _servers[number] = server;
        lock (_channels) _channels[number] = new RpcChannel(new RpcChannelOptions { Address = new Uri($"http://127.0.0.1:{client}") });
    }
}
