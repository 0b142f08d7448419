using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Http2.Fixtures;

/// <summary>A connection as bytes and frames; it waits half a minute for a frame, then tells what came before.</summary>
internal sealed class RawSocket : IAsyncDisposable
{
    private const int Remembered = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan HeldBack = TimeSpan.FromSeconds(1);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Queue<string> _seen = [];
    private PipeReader _input = PipeReader.Create(Stream.Null);

    private RawSocket()
    {
    }

    /// <summary>The last frames.</summary>
    public string Seen => string.Join("; ", _seen);

    public static async Task<RawSocket> OpenAsync(TestServer server)
    {
        var socket = new RawSocket();
        using var patience = NewPatience();
        await socket._socket.ConnectAsync(server.EndPoint, patience.Token);
        socket._input = PipeReader.Create(new NetworkStream(socket._socket));
        return socket;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var patience = NewPatience();
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, patience.Token)..];
    }

    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var held = NewPatience();
        try
        {
            while (!bytes.IsEmpty)
            {
                held.CancelAfter(HeldBack);
                bytes = bytes[await _socket.SendAsync(bytes, held.Token)..];
            }

            return true;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Says that no more will come.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server was faster.
        }
    }

    /// <summary>The next frame; null at the end of the connection.</summary>
    public async Task<RawFrame?> ReadAsync(long largest)
    {
        using var patience = NewPatience();
        try
        {
            var result = await _input.ReadAtLeastAsync(RawFrame.HeaderLength, patience.Token);
            if (result.Buffer.Length < RawFrame.HeaderLength) return null;
            var header = result.Buffer.Slice(0, RawFrame.HeaderLength).ToArray();
            var length = BinaryPrimitives.ReadInt32BigEndian(header) >>> 8;
            Assert.True(length <= largest, $"a frame of {length} bytes, and no more than {largest} are taken");
            _input.AdvanceTo(result.Buffer.Start);
            result = await _input.ReadAtLeastAsync(RawFrame.HeaderLength + length, patience.Token);
            if (result.Buffer.Length < RawFrame.HeaderLength + length) return null;
            var payload = result.Buffer.Slice(RawFrame.HeaderLength, length);
            var frame = new RawFrame((RawType)header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload.ToArray());
            _input.AdvanceTo(payload.End);
            Remember(frame);
            return frame;
        }
        catch (IOException)
        {
            return null;
        }
        catch (OperationCanceledException late) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing more came, after: {Seen}", late);
        }
    }

    /// <summary>Reads to the end of the connection, whatever comes.</summary>
    public async Task DrainAsync()
    {
        using var patience = NewPatience();
        try
        {
            await _input.CopyToAsync(Stream.Null, patience.Token);
        }
        catch (IOException)
        {
            // That is an end, too.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _input.CompleteAsync();
        _socket.Dispose();
    }

    private static CancellationTokenSource NewPatience()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        return patience;
    }

    private void Remember(RawFrame frame)
    {
        _seen.Enqueue(frame.ToString());
        if (_seen.Count > Remembered) _seen.Dequeue();
    }
}
