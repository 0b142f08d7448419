using System.Net.Sockets;
using System.Text;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Server;

public sealed class KeepAliveTests
{
    private const byte Ping = 6;
    private const byte Acknowledged = 1;

    [Fact]
    public async Task A_ping_is_answered_and_a_silent_connection_is_pinged_then_closed()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Services = [],
            KeepAliveDelay = TimeSpan.FromSeconds(1),
            KeepAliveTimeout = TimeSpan.FromSeconds(1),
        });
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.EndPoint, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"), TestContext.Current.CancellationToken);
        await stream.WriteAsync(new byte[] { 0, 0, 8, Ping, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 }, TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await FrameAsync(stream, Ping, Acknowledged));
        Assert.NotNull(await FrameAsync(stream, Ping, flags: 0));
        // Nobody answers it.
        Assert.Null(await FrameAsync(stream, Ping, flags: Acknowledged));
    }

    /// <summary>The payload of the next such frame; null if the connection ends first.</summary>
    private static async Task<byte[]?> FrameAsync(NetworkStream stream, byte type, byte flags)
    {
        var header = new byte[9];
        while (await stream.ReadAtLeastAsync(header, 9, throwOnEndOfStream: false, TestContext.Current.CancellationToken) == 9)
        {
            var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
            await stream.ReadExactlyAsync(payload, TestContext.Current.CancellationToken);
            if (header[3] == type && header[4] == flags) return payload;
        }

        return null;
    }
}
