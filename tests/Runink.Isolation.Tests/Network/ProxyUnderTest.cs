using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Runink.Isolation.Network;

namespace Runink.Isolation.Tests.Network;

/// <summary>
/// A proxy on a real socket with names of its own. Connections to public addresses, which a test must not make, arrive at the
/// host's loopback on the same port; each is written down.
/// </summary>
internal sealed class ProxyUnderTest : IAsyncDisposable
{
    public const string PublicAddress = "93.184.216.34";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<EgressAttempt> _attempts = Channel.CreateUnbounded<EgressAttempt>();
    private readonly string _folder = Directory.CreateTempSubdirectory("runi-egress-").FullName;
    private readonly EgressProxy _proxy;

    private ProxyUnderTest(IEnumerable<string> endpoints, Func<EgressProxyOptions, EgressProxyOptions>? change)
    {
        var options = new EgressProxyOptions
        {
            SocketPath = Path.Combine(_folder, "egress.sock"),
            Endpoints = [.. endpoints.Select(EgressEndpoint.Parse)],
            Report = attempt => _attempts.Writer.TryWrite(attempt),
            Resolve = ResolveAsync,
            Dial = DialAsync,
        };
        options = change?.Invoke(options) ?? options;
        SocketPath = options.SocketPath;
        _proxy = EgressProxy.Start(options);
    }

    public string SocketPath { get; }

    /// <summary>The names of this network; others do not exist.</summary>
    public ConcurrentDictionary<string, string[]> Names { get; } = new();

    /// <summary>Every address that was connected to.</summary>
    public ConcurrentQueue<IPEndPoint> Dialled { get; } = [];

    public int Lookups { get; private set; }

    public static ProxyUnderTest Allowing(params string[] endpoints) => new(endpoints, null);

    public static ProxyUnderTest With(Func<EgressProxyOptions, EgressProxyOptions> change, params string[] endpoints) => new(endpoints, change);

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }

    public async Task<EgressAttempt> NextAttemptAsync() => await _attempts.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Asks by SOCKS5 for a name or an address in words; the reply's code.</summary>
    public static async Task<byte> AskSocksAsync(Socket socket, string host, int port)
    {
        await socket.SendAsync(Socks.Greeting);
        Assert.Equal([5, 0], await ReadExactlyAsync(socket, 2));
        await socket.SendAsync(Socks.Request(host, port));
        var reply = await ReadExactlyAsync(socket, 10);
        Assert.Equal([5, 0, 1], new[] { reply[0], reply[2], reply[3] });
        return reply[1];
    }

    /// <summary>Asks by HTTP CONNECT; the head of the answer.</summary>
    public static async Task<string> AskHttpAsync(Socket socket, string target)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\nUser-Agent: test\r\n\r\n"));
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) head.Append((char)(await ReadExactlyAsync(socket, 1))[0]);
        return head.ToString();
    }

    public static async Task<byte[]> ReadExactlyAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;)
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(at)).AsTask().WaitAsync(Patience);
            Assert.True(read > 0, $"the connection ended after {at} bytes");
            at += read;
        }

        return bytes;
    }

    public static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[65536];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer).WaitAsync(Patience);
            if (read == 0) return all.ToArray();
            all.Write(buffer, 0, read);
        }
    }

    /// <summary>The same for a connection that is cut off: what the proxy did not read of a request resets it, after its answer.</summary>
    public static async Task<byte[]> ReadUntilClosedAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await socket.ReceiveAsync(buffer).WaitAsync(Patience)) > 0) all.Write(buffer, 0, read);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
        }

        return all.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        Assert.False(File.Exists(SocketPath), "the socket outlives its proxy");
        Directory.Delete(_folder, recursive: true);
    }

    private Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        Lookups++;
        return Names.TryGetValue(name, out var addresses)
            ? Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)])
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    private async Task<Socket> DialAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        Dialled.Enqueue(endpoint);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, endpoint.Port, cancellationToken);
        return socket;
    }
}
