using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Runink.Barn.Client.Tests;

/// <summary>Ports of loopback that nobody listens on.</summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;
    private static readonly ConcurrentQueue<Socket> s_reserved = new();
    private static int _next = Environment.ProcessId * 97 % Count;

    /// <summary>
    /// Below the range that the system gives to outgoing connections, and each once, so that nobody takes it meanwhile: what a server is told
    /// to listen on is free until it does, and while it is stopped.
    /// </summary>
    public static int Take()
    {
        for (var i = 0; i < Count; i++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (TryReserve(port) && IsFree(port)) return port;
        }

        throw new InvalidOperationException("no port is free");
    }

    /// <summary>Other test processes look for ports as well: that this one has it is said by the UDP port of its number, as long as it lives.</summary>
    private static bool TryReserve(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            s_reserved.Enqueue(socket);
            return true;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
