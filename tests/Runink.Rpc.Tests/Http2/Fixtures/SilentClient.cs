using System.Text;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Http2.Fixtures;

/// <summary>A client that keeps nothing of what came, as it shares its memory with the server, and never widens a window by itself.</summary>
internal static class SilentClient
{
    public static readonly byte[] Preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    public static async Task<RawSocket> ConnectAsync(TestServer server, params (RawSetting Name, long Value)[] settings)
    {
        var socket = await RawSocket.OpenAsync(server);
        var own = RawFrame.SettingsBytes([(RawSetting.HeaderTableSize, 0), .. settings]);
        await socket.SendAsync((byte[])[.. Preface, .. own, .. RawFrame.Bytes(RawType.Settings, RawFlags.Acknowledge, 0)]);
        return socket;
    }

    /// <summary>Reads until such a frame came; false if the connection ended before.</summary>
    public static async Task<bool> UntilAsync(this RawSocket socket, Func<RawFrame, bool> isIt)
    {
        while (await socket.ReadAsync(RawHttp2.DefaultFrameSize) is { } frame)
            if (isIt(frame)) return true;
        return false;
    }

    /// <summary>A call with one message, as it travels.</summary>
    public static byte[] Call(int stream, byte[] fields, byte[] message) =>
        [.. RawFrame.Bytes(RawType.Headers, RawFlags.EndHeaders, stream, fields), .. RawFrame.Bytes(RawType.Data, RawFlags.EndStream, stream, message)];

    public static byte[] Cancel(int stream) => RawFrame.Bytes(RawType.ResetStream, RawFlags.None, stream, RawFrame.Number32((long)RawError.Cancel));

    public static byte[] Window(int stream, int bytes) => RawFrame.Bytes(RawType.WindowUpdate, RawFlags.None, stream, RawFrame.Number32(bytes));
}
