using System.Net;
using Microsoft.Extensions.Logging;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// A Barn that serves: the data directory, the node on it, etcd's API over the node, and the addresses where that is reached.
/// Thread-safe once started.
/// </summary>
public sealed class BarnServer : IAsyncDisposable
{
    private readonly DataDirectory _directory;
    private readonly BarnNode _node;
    private readonly RpcServer _rpc;
    private readonly HealthService _health;
    private readonly ReloadingTls? _tls;
    private readonly ILogger _log;

    private BarnServer(DataDirectory directory, BarnNode node, RpcServer rpc, HealthService health, ReloadingTls? tls, ILogger log) =>
        (_directory, _node, _rpc, _health, _tls, _log) = (directory, node, rpc, health, tls, log);

    /// <summary>Where it listens, in the order of the options, with the ports that it was given.</summary>
    public IReadOnlyList<EndPoint> EndPoints => _rpc.EndPoints;

    /// <summary>Recovers what the directory holds, and serves it.</summary>
    /// <param name="options">How; what makes no sense is an <see cref="ArgumentException"/>.</param>
    /// <param name="loggers">Where it logs: its own events under the category <c>barn</c>.</param>
    /// <exception cref="DirectoryInUseException">Another process has the directory.</exception>
    /// <exception cref="UnusableDirectoryException">The directory is no Barn's.</exception>
    /// <exception cref="LogDamagedException">The log is damaged where no crash damages it. Nothing was changed.</exception>
    /// <exception cref="InvalidDataException">A snapshot or the identity is damaged.</exception>
    /// <exception cref="CannotListenException">An address is taken, or not of this machine.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate or key cannot be used.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be used.</exception>
    public static async Task<BarnServer> StartAsync(BarnServerOptions options, ILoggerFactory loggers)
    {
        var log = loggers.CreateLogger(BarnLog.Category);
        var directory = DataDirectory.Take(options);
        ReloadingTls? tls = null;
        BarnNode? node = null;
        RpcServer? rpc = null;
        var health = new HealthService();
        try
        {
            if (options.Tls is not null) tls = new ReloadingTls(options.Tls, TimeProvider.System, log);
            BarnLog.DirectoryTaken(log, options.DataDirectory, directory.IsNew);
            node = BarnNode.Start(
                ServerComposition.Node(options, directory.Identity), directory.Disk, new SystemClock(), new NodeReporter(log).Observe);
            rpc = ServerComposition.Rpc(options, node, health, tls, loggers);
            await ListenAsync(rpc, options).ConfigureAwait(false);
            var server = new BarnServer(directory, node, rpc, health, tls, log);
            await server.BecomeReadyAsync(options).ConfigureAwait(false);
            return server;
        }
        catch
        {
            if (rpc is not null) await rpc.DisposeAsync().ConfigureAwait(false);
            if (node is not null) await node.DisposeAsync().ConfigureAwait(false);
            directory.Dispose();
            tls?.Dispose();
            throw;
        }
    }

    /// <summary>Serves until it is told to stop, or until the node must leave service; returns why it must, or null.</summary>
    public async Task<Exception?> UntilStoppedAsync(CancellationToken stop)
    {
        var stopped = Task.Delay(Timeout.Infinite, stop);
        var first = await Task.WhenAny(stopped, _node.Failure).ConfigureAwait(false);
        _health.Set("", isServing: false);
        if (first == stopped)
        {
            BarnLog.Stopping(_log);
            return null;
        }

        var failure = _node.Failure.Exception!.InnerException!;
        BarnLog.OutOfService(_log, failure.Message);
        return failure;
    }

    /// <summary>Takes no more calls, lets those under way finish for a moment, and stops the node.</summary>
    public async ValueTask DisposeAsync()
    {
        await _rpc.DisposeAsync().ConfigureAwait(false);
        await _node.DisposeAsync().ConfigureAwait(false);
        _directory.Dispose();
        _tls?.Dispose();
        BarnLog.Stopped(_log);
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
    private async Task BecomeReadyAsync(BarnServerOptions options)
    {
        await Task.WhenAny(_node.Serving, _node.Failure).ConfigureAwait(false);
        _health.Set("", !_node.Failure.IsCompleted);
        BarnLog.Identity(_log, options.Name, _directory.Identity.MemberId.ToString("x"), _directory.Identity.ClusterId.ToString("x"));
        for (var i = 0; i < EndPoints.Count; i++)
        {
            var address = options.ListenClients[i];
            if (address.IsTls) BarnLog.Ready(_log, $"https://{EndPoints[i]}");
            else BarnLog.ReadyInsecure(_log, $"http://{EndPoints[i]}");
        }
    }
}
