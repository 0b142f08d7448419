using System.Net.Sockets;

namespace Runink.Isolation.Network;

/// <summary>
/// The only way of a slice into the network: a Unix socket of the agent, bound into the sandbox, that speaks SOCKS5 and HTTP
/// CONNECT and connects to exactly the endpoints that the plan names. Thread-safe. Disposing it ends every connection.
/// </summary>
public sealed class EgressProxy : IAsyncDisposable
{
    private readonly EgressProxyOptions _options;
    private readonly EgressGate _gate;
    private readonly UnixSocketFile _file;
    private readonly BoundedListener _listener;

    private EgressProxy(EgressProxyOptions options)
    {
        _options = options;
        _gate = new EgressGate(options);
        _file = UnixSocketFile.Listen(options.SocketPath, options.Owner, options.IsOpen);
        _listener = new BoundedListener(_file.Socket, options.ConnectionsMax, ServeAsync, ReportFull);
    }

    /// <summary>Makes the socket and serves it until the proxy is disposed, which removes the file.</summary>
    /// <exception cref="IOException">The socket cannot be made there.</exception>
    public static EgressProxy Start(EgressProxyOptions options) => new(options);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _file.Dispose();
    }

    private async Task ServeAsync(Socket client, CancellationToken stop)
    {
        var connection = new EgressConnection(client, _options, _gate);
        _options.Report(await connection.ServeAsync(stop));
    }

    private void ReportFull() => _options.Report(new EgressAttempt(
        null, EgressOutcome.TooManyConnections, $"more than {_options.ConnectionsMax} connections at once", null, 0, 0, TimeSpan.Zero));
}
