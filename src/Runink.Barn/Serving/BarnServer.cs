using System.Net;
using Microsoft.Extensions.Logging;
using Runink.Raft;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// A Barn that serves: the data directory, the node on it, the other members, etcd's API over the node, and the addresses where that is
/// reached. Thread-safe once started.
/// </summary>
public sealed class BarnServer : IAsyncDisposable
{
    private readonly BarnServerOptions _options;
    private readonly DataDirectory _directory;
    private readonly ServerPeers _peers;
    private readonly RpcServer _rpc;
    private readonly HealthService _health;
    private readonly ReloadingTls? _tls;
    private readonly ILogger _log;

    private BarnServer(
        BarnServerOptions options, DataDirectory directory, ServerPeers peers, RpcServer rpc, HealthService health, ReloadingTls? tls, ILogger log) =>
        (_options, _directory, _peers, _rpc, _health, _tls, _log) = (options, directory, peers, rpc, health, tls, log);

    /// <summary>Where it listens for clients, in the order of the options, with the ports that it was given.</summary>
    public IReadOnlyList<EndPoint> EndPoints => _rpc.EndPoints;

    internal BarnNode Node => _peers.Node;

    /// <summary>What was exchanged with the other members.</summary>
    internal PeerTraffic Traffic => _peers.Traffic;

    /// <summary>How comparisons of the members ended.</summary>
    internal ReplicaCounters Comparisons => _peers.Comparisons;

    /// <summary>
    /// Recovers what the directory holds, finds the cluster, and serves. A member of several serves from the start; what needs a leader
    /// waits for one.
    /// </summary>
    /// <param name="options">How; what makes no sense is an <see cref="ArgumentException"/>.</param>
    /// <param name="loggers">Where it logs: its own events under the category <c>barn</c>.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="DirectoryInUseException">Another process has the directory.</exception>
    /// <exception cref="UnusableDirectoryException">The directory is no Barn's, or the cluster to join does not know this member.</exception>
    /// <exception cref="CannotJoinException">Nobody of the cluster to join answers.</exception>
    /// <exception cref="LogDamagedException">The log is damaged where no crash damages it. Nothing was changed.</exception>
    /// <exception cref="InvalidDataException">A snapshot, the identity or the list of members is damaged.</exception>
    /// <exception cref="ReplicaDiffersException">This member holds another state than the others, and was to be compared with them.</exception>
    /// <exception cref="CannotListenException">An address is taken, or not of this machine.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate or key cannot be used.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be used.</exception>
    public static async Task<BarnServer> StartAsync(BarnServerOptions options, ILoggerFactory loggers, CancellationToken stop = default)
    {
        var log = loggers.CreateLogger(BarnLog.Category);
        ReloadingTls? tls = null, peerTls = null;
        DataDirectory? directory = null;
        ServerPeers? peers = null;
        RpcServer? rpc = null;
        var health = new HealthService();
        try
        {
            tls = options.Tls is null ? null : new ReloadingTls(options.Tls, TimeProvider.System, log);
            peerTls = options.PeerTls is null ? null : new ReloadingTls(options.PeerTls, TimeProvider.System, log);
            directory = DataDirectory.Take(options.DataDirectory);
            BarnLog.DirectoryTaken(log, options.DataDirectory, directory.IsNew);
            await FormAsync(directory, options, peerTls, log, stop).ConfigureAwait(false);
            peers = ServerPeers.Start(options, directory, peerTls, loggers);
            rpc = ServerComposition.Rpc(options, peers, health, tls, loggers);
            await peers.ListenAsync().ConfigureAwait(false);
            await peers.CompareInitiallyAsync(stop).ConfigureAwait(false);
            await ListenAsync(rpc, options).ConfigureAwait(false);
        }
        catch
        {
            if (rpc is not null) await rpc.DisposeAsync().ConfigureAwait(false);
            if (peers is not null) await peers.DisposeAsync().ConfigureAwait(false);
            else peerTls?.Dispose();
            directory?.Dispose();
            tls?.Dispose();
            throw;
        }

        var server = new BarnServer(options, directory, peers, rpc, health, tls, log);
        await server.BecomeReadyAsync(stop).ConfigureAwait(false);
        return server;
    }

    /// <summary>Serves until it is told to stop, or until the node must leave service; returns why it must, or null.</summary>
    public async Task<Exception?> UntilStoppedAsync(CancellationToken stop)
    {
        await WaitAsync(Node.Failure, stop).ConfigureAwait(false);
        _health.Set("", isServing: false);
        if (!Node.Failure.IsCompleted)
        {
            BarnLog.Stopping(_log);
            await HandOverAsync().ConfigureAwait(false);
            return null;
        }

        var failure = Node.Failure.Exception!.InnerException!;
        BarnLog.OutOfService(_log, failure.Message);
        return failure;
    }

    /// <summary>Takes no more calls, lets those under way finish for a moment, and stops the node.</summary>
    public async ValueTask DisposeAsync()
    {
        await _rpc.DisposeAsync().ConfigureAwait(false);
        await _peers.DisposeAsync().ConfigureAwait(false);
        _directory.Dispose();
        _tls?.Dispose();
        BarnLog.Stopped(_log);
    }

    /// <summary>Finds out who this node is: from its directory, or from the configuration, or from the cluster that it joins.</summary>
    private static async Task FormAsync(
        DataDirectory directory, BarnServerOptions options, ReloadingTls? peerTls, ILogger log, CancellationToken stop)
    {
        if (directory.Known is not null) return;
        var join = new ClusterJoin(options, peerTls, log);
        directory.Settle(!options.MayBeginCluster
            ? await join.FindAsync(stop).ConfigureAwait(false)
            : await join.FindBegunAsync(stop).ConfigureAwait(false) ?? ClusterFormation.Found(options));
    }

    private static async Task ListenAsync(RpcServer rpc, BarnServerOptions options)
    {
        try
        {
            await rpc.StartAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new CannotListenException($"{string.Join(", ", options.ListenClients)}: {e.Message}", e);
        }
    }

    /// <summary>Waits for a leader, as whoever reads "ready" will send requests at once.</summary>
    private async Task BecomeReadyAsync(CancellationToken stop)
    {
        var identity = _directory.Known!.Identity;
        BarnLog.Identity(_log, _options.Name, identity.MemberId.ToString("x"), identity.ClusterId.ToString("x"));
        await WaitAsync(Task.WhenAny(Node.Serving, Node.Failure), stop).ConfigureAwait(false);
        if (!Node.Serving.IsCompleted) return;
        _health.Set("", !Node.Failure.IsCompleted);
        for (var i = 0; i < EndPoints.Count; i++)
        {
            var address = _options.ListenClients[i];
            if (address.IsTls) BarnLog.Ready(_log, $"https://{EndPoints[i]}");
            else BarnLog.ReadyInsecure(_log, $"http://{EndPoints[i]}");
        }
    }

    /// <summary>Waits until it has ended, whichever way, or this is to stop.</summary>
    private static async Task WaitAsync(Task task, CancellationToken stop) =>
        await task.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>A leader that leaves of its own accord does not leave the others without one.</summary>
    private async Task HandOverAsync()
    {
        var led = Node.Groups.Where(group => group.Status is { Role: Role.Leader, Membership.Current.Members.Length: > 1 });
        await Task.WhenAll(led.Select(HandOverAsync)).ConfigureAwait(false);
    }

    private async Task HandOverAsync(BarnGroup group)
    {
        try
        {
            var leader = await group.TransferLeadershipAsync(NodeId.None).ConfigureAwait(false);
            if (group.IsSystem) BarnLog.HandedOver(_log, leader.Value.ToString("x"));
        }
        catch (KvErrorException refused)
        {
            if (group.IsSystem) BarnLog.NotHandedOver(_log, refused.Message);
        }
    }
}
