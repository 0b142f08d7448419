namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Several real <c>runi server</c> of one cluster, each a process of its own.</summary>
internal sealed class RuniCluster : IDisposable
{
    // A machine that builds and tests at the same time is no place for quick elections.
    private static readonly string[] Patience = ["--heartbeat-interval", "100", "--election-timeout", "1000"];

    private readonly TemporaryDirectory _directory = new();
    private readonly SortedDictionary<string, (int Client, int Peer)> _ports = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RuniServer> _servers = new(StringComparer.Ordinal);

    public RuniServer this[string name] => _servers[name];

    /// <summary>The names of those that run.</summary>
    public IReadOnlyList<string> Running => [.. _servers.Keys];

    public string Urls => string.Join(',', _ports.Values.Select(ports => $"http://127.0.0.1:{ports.Client}"));

    public static async Task<RuniCluster> StartAsync(params string[] names)
    {
        var cluster = new RuniCluster();
        try
        {
            foreach (var name in names) cluster.PeerUrl(name);
            await Task.WhenAll(names.Select(name => cluster.StartAsync(name, cluster.Members(names), "new")));
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    public string PeerUrl(string name)
    {
        if (!_ports.ContainsKey(name)) _ports[name] = (FreePort.Next(), FreePort.Next());
        return $"http://127.0.0.1:{_ports[name].Peer}";
    }

    public string ClientUrl(string name) => $"http://127.0.0.1:{_ports[name].Client}";

    public string File(string name) => _directory.File(name);

    /// <summary>Starts one that stopped, or one that was added.</summary>
    public Task StartAsync(string name, string initialCluster, string state) => StartAsync(name,
        "--initial-cluster", initialCluster, "--initial-cluster-state", state,
        "--initial-advertise-peer-urls", PeerUrl(name), "--listen-peer-urls", PeerUrl(name));

    public void Kill(string name)
    {
        _servers[name].Dispose();
        _servers.Remove(name);
    }

    public string Members(IEnumerable<string> names) => string.Join(',', names.Select(name => $"{name}={PeerUrl(name)}"));

    public void Dispose()
    {
        foreach (var server in _servers.Values) server.Dispose();
        _directory.Dispose();
    }

    private async Task StartAsync(string name, params string[] flags)
    {
        var url = $"http://127.0.0.1:{_ports[name].Client}";
        var server = await RuniServer.StartWithAsync([
            "--insecure", "--name", name, "--data-dir", File(name), "--listen-client-urls", url, "--advertise-client-urls", url,
            .. Patience, .. flags,
        ]);
        lock (_servers) _servers.Add(name, server);
    }
}
