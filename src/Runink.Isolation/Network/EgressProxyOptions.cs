using System.Net;
using System.Net.Sockets;

namespace Runink.Isolation.Network;

/// <summary>What one slice may reach, and within which bounds.</summary>
public sealed record EgressProxyOptions
{
    /// <summary>Where the Unix socket is made. A file that lies there is replaced.</summary>
    public required string SocketPath { get; init; }

    /// <summary>The endpoints that the plan names; exactly these are reachable.</summary>
    public required IReadOnlyCollection<EgressEndpoint> Endpoints { get; init; }

    /// <summary>Told about every attempt when it is over. Called from any thread, several at once; must be quick and not throw.</summary>
    public required Action<EgressAttempt> Report { get; init; }

    /// <summary>The user who may connect, beside the one of this process; only root can name another one.</summary>
    public uint? Owner { get; init; }

    /// <summary>
    /// Whether every user may connect who can reach the file: for a socket in a directory that is closed to all others, which is shown to one sandbox
    /// before it is known which user that will be.
    /// </summary>
    public bool IsOpen { get; init; }

    /// <summary>Connections at once; more are closed at once.</summary>
    public int ConnectionsMax { get; init; } = 64;

    /// <summary>How long a client may take to say where it wants to go.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long finding the address and connecting may take together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may lie idle in both directions.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock of the timeouts.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Finds the addresses of a name.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Whether an address is this machine's own.</summary>
    internal Func<IPAddress, bool> IsOwn { get; init; } = PublicAddresses.IsOfThisMachine;

    /// <summary>Connects to an address that was found good.</summary>
    internal Func<IPEndPoint, CancellationToken, Task<Socket>> Dial { get; init; } = DialAsync;

    private static async Task<Socket> DialAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
