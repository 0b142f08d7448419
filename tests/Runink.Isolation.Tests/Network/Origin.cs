using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Runink.Isolation.Tests.Network;

/// <summary>A server on the host's loopback: reads to the end of what comes, then answers with its length and closes.</summary>
internal sealed class Origin : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly Task _accepting;
    private int _connections;

    private Origin(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(256);
        _accepting = AcceptAsync();
    }

    public int Port => Address.Port;

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Answers after the end of the request with how many bytes it had.</summary>
    public static Origin Counting() => new(async (stream, stop) =>
    {
        var (buffer, total, length) = (new byte[65536], 0L, 0);
        while ((length = await stream.ReadAsync(buffer, stop)) > 0) total += length;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{total} bytes"), stop);
    });

    /// <summary>Sends back what comes, at once.</summary>
    public static Origin Echoing() => new(async (stream, stop) =>
    {
        var (buffer, length) = (new byte[65536], 0);
        while ((length = await stream.ReadAsync(buffer, stop)) > 0) await stream.WriteAsync(buffer.AsMemory(0, length), stop);
    });

    /// <summary>Answers every request of HTTP with one word.</summary>
    public static Origin Http(string body) => new(async (stream, stop) =>
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync(stop) is { Length: > 0 }) { }
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), stop);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                served.Add(ServeAsync(connection));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        await _serve(stream, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
