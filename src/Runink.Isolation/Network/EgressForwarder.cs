using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace Runink.Isolation.Network;

/// <summary>
/// The slice's end of the way out: a TCP port on the sandbox's own loopback whose connections are passed to the agent's Unix
/// socket, for the many programs that know a proxy only by host and port. Thread-safe. Decides nothing.
/// </summary>
public sealed class EgressForwarder : IAsyncDisposable
{
    private const int ConnectionsMax = 64;
    private const int Backlog = 64;
    private readonly BoundedListener _listener;

    private EgressForwarder(string socketPath, Socket listener)
    {
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        Variables = new[] { ("HTTPS_PROXY", "http"), ("ALL_PROXY", "socks5h") }
            .SelectMany(entry => new[] { entry, (entry.Item1.ToLowerInvariant(), entry.Item2) })
            .ToFrozenDictionary(entry => entry.Item1, entry => $"{entry.Item2}://127.0.0.1:{port}", StringComparer.Ordinal);
        Port = port;
        _listener = new BoundedListener(listener, ConnectionsMax, (client, stop) => ForwardAsync(client, socketPath, stop), null);
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The environment variables that tell programs of it: https by HTTP CONNECT, everything else by SOCKS5.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Listens on a free port of 127.0.0.1 until it is disposed.</summary>
    /// <param name="socketPath">The agent's Unix socket, as the sandbox shows it.</param>
    /// <exception cref="SocketException">There is no loopback.</exception>
    public static EgressForwarder Start(string socketPath)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen(Backlog);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        return new EgressForwarder(socketPath, listener);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private static async Task ForwardAsync(Socket client, string socketPath, CancellationToken stop)
    {
        using var agent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            client.NoDelay = true;
            await agent.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), stop);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            return; // the client sees its connection closed; the agent says why
        }

        // The agent's end has the idle time; here it only ends with the slice.
        await new Tunnel(client, agent, Timeout.InfiniteTimeSpan, TimeProvider.System).RunAsync(default, stop);
    }
}
