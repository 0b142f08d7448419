using System.Net;
using System.Net.Sockets;

namespace Runink.Barn.Client.Tests;

/// <summary>Ports of loopback that nobody listens on.</summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;
    private static int _next = Environment.ProcessId * 97 % Count;

    /// <summary>
    /// Below the range that the system gives to outgoing connections, and each once, so that nobody takes it meanwhile.
    /// </summary>
    public static int Take()
    {
        for (var i = 0; i < Count; i++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException("no port is free");
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
