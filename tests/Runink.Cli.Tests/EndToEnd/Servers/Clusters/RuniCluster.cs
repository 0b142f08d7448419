using Runink.Barn.Client.Tests;

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

    public static Task<RuniCluster> StartAsync(params string[] names) => FormAsync(snapshot: null, names);

    /// <summary>Starts a new cluster whose members are all restored from one file.</summary>
    public static Task<RuniCluster> RestoreAsync(string snapshot, params string[] names) => FormAsync(snapshot, names);

    public string PeerUrl(string name)
    {
        if (!_ports.ContainsKey(name)) _ports[name] = (FreePort.Take(), FreePort.Take());
        return $"http://127.0.0.1:{_ports[name].Peer}";
    }

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

    private static async Task<RuniCluster> FormAsync(string? snapshot, string[] names)
    {
        var cluster = new RuniCluster();
        try
        {
            foreach (var name in names) cluster.PeerUrl(name);
            foreach (var name in snapshot is null ? [] : names) cluster.Restore(snapshot!, name, names);
            await Task.WhenAll(names.Select(name => cluster.StartAsync(name, cluster.Members(names), "new")));
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    private void Restore(string snapshot, string name, string[] names)
    {
        var outcome = Runi.Run("cluster", "snapshot", "restore", snapshot, "--data-dir", File(name), "--name", name,
            "--initial-advertise-peer-urls", PeerUrl(name), "--initial-cluster", Members(names));
        Assert.True(outcome.ExitCode == 0, $"{outcome}");
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
