using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Http2.Fixtures;

/// <summary>
/// A client that speaks HTTP/2 by the frame, so that it can say anything. It holds the server to the rules by itself: frames no longer
/// than it takes, no DATA beyond its windows, headers in one piece.
/// </summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    public const int DefaultWindow = 65_535;
    public const int DefaultFrameSize = 16_384;

    private readonly RawSocket _socket;
    private readonly Dictionary<int, RawStream> _streams = [];
    private readonly Queue<(RawSetting Name, long Value)[]> _unacknowledged = [];
    private readonly List<byte> _block = [];
    private (int Stream, bool EndsStream)? _unfinished;
    private long _maxFrame = DefaultFrameSize;
    private long _serverInitialWindow = DefaultWindow;
    private long _ownInitialWindow = DefaultWindow;
    private int _nextStream = 1;
    private int _nextPing;

    private RawHttp2(RawSocket socket) => _socket = socket;

    /// <summary>The settings of the server, as they came.</summary>
    public Dictionary<RawSetting, long> ServerSettings { get; } = [];

    /// <summary>The last GOAWAY.</summary>
    public RawFrame? GoAway { get; private set; }

    /// <summary>Whether windows are opened again by what came.</summary>
    public bool ReturnsWindow { get; set; } = true;

    /// <summary>What the server may be sent on the connection.</summary>
    public long SendWindow { get; private set; } = DefaultWindow;

    /// <summary>What the server may send on the connection.</summary>
    public long ReceiveWindow { get; private set; } = DefaultWindow;

    public RawStream this[int stream]
    {
        get
        {
            if (!_streams.TryGetValue(stream, out var state))
                _streams[stream] = state = new RawStream { SendWindow = _serverInitialWindow, ReceiveWindow = _ownInitialWindow };
            return state;
        }
    }

    /// <summary>A connection on which nothing was said yet.</summary>
    public static async Task<RawHttp2> OpenAsync(TestServer server) => new(await RawSocket.OpenAsync(server));

    /// <summary>A connection with the prefaces of both sides behind it.</summary>
    public static async Task<RawHttp2> ConnectAsync(TestServer server, params (RawSetting Name, long Value)[] settings)
    {
        var client = await OpenAsync(server);
        await client.SendAsync(Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        await client.SettingsAsync([(RawSetting.HeaderTableSize, 0), .. settings]);
        var first = await client.ReadAsync();
        Assert.True(first is { Type: RawType.Settings, Acknowledges: false }, $"the server begins with {first}");
        await client.SettledAsync();
        return client;
    }

    /// <summary>The number of a new stream.</summary>
    public int NewStream() => (_nextStream += 2) - 2;

    public Task SendAsync(ReadOnlyMemory<byte> bytes) => _socket.SendAsync(bytes);

    /// <summary>Sends what the server may not care to read to its end.</summary>
    /// <returns>Whether all of it went: the connection was not closed, nor was the server so slow that it may as well have stopped.</returns>
    public Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes) => _socket.TrySendAsync(bytes);

    public Task SendAsync(RawType type, int flags, int stream, params byte[] payload)
    {
        if (type == RawType.Data)
        {
            this[stream].SendWindow -= payload.Length;
            SendWindow -= payload.Length;
        }

        return SendAsync(RawFrame.Bytes(type, flags, stream, payload));
    }

    public Task SettingsAsync(params (RawSetting Name, long Value)[] settings)
    {
        _unacknowledged.Enqueue(settings);
        return SendAsync(RawFrame.SettingsBytes(settings));
    }

    /// <summary>Lets the server send more; on the connection if the stream is 0.</summary>
    public Task OpenWindowAsync(int stream, int bytes)
    {
        if (stream == 0) ReceiveWindow += bytes;
        else this[stream].ReceiveWindow += bytes;
        return SendAsync(RawType.WindowUpdate, RawFlags.None, stream, RawFrame.Number32(bytes));
    }

    /// <summary>The next frame; null at the end of the connection. What the rules ask for in answer is sent.</summary>
    public async Task<RawFrame?> ReadAsync()
    {
        var frame = await _socket.ReadAsync(_maxFrame);
        if (frame is not null) await TakeAsync(frame);
        return frame;
    }

    /// <summary>Reads until something is so; the connection may not end before.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
            Assert.True(await ReadAsync() is not null, $"the connection ended too early, after: {_socket.Seen}");
    }

    /// <summary>Reads until such a frame came.</summary>
    public async Task<RawFrame> FrameAsync(Func<RawFrame, bool> isIt)
    {
        while (true)
        {
            var frame = await ReadAsync();
            Assert.True(frame is not null, $"the connection ended too early, after: {_socket.Seen}");
            if (isIt(frame)) return frame;
        }
    }

    /// <summary>Reads to the end of the connection.</summary>
    public async Task EndAsync()
    {
        while (await ReadAsync() is not null)
        {
            // All of it is kept where it belongs.
        }
    }

    /// <summary>Reads to the end of the connection, whatever comes.</summary>
    public Task DrainAsync() => _socket.DrainAsync();

    /// <summary>Asks, and waits until it is answered: what was sent before has been seen then.</summary>
    public async Task PingAsync()
    {
        var token = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(token, ++_nextPing);
        await SendAsync(RawType.Ping, RawFlags.None, 0, token);
        await FrameAsync(frame => frame is { Type: RawType.Ping, Acknowledges: true } && frame.Payload.AsSpan().SequenceEqual(token));
    }

    /// <summary>Waits until the server has acknowledged the settings that it was sent.</summary>
    public Task SettledAsync() => UntilAsync(() => _unacknowledged.Count == 0);

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private async Task TakeAsync(RawFrame frame)
    {
        Assert.True(
            _unfinished is null || (frame.Type == RawType.Continuation && frame.Stream == _unfinished.Value.Stream),
            $"{frame} comes between HEADERS and CONTINUATION");
        switch (frame.Type)
        {
            case RawType.Settings when frame.Acknowledges:
                Apply(_unacknowledged.Dequeue());
                break;
            case RawType.Settings:
                Learn(frame.Payload);
                await AnswerAsync(RawType.Settings, []);
                break;
            case RawType.Ping when !frame.Acknowledges:
                await AnswerAsync(RawType.Ping, frame.Payload);
                break;
            case RawType.WindowUpdate when frame.Stream == 0:
                SendWindow += frame.Number;
                break;
            case RawType.WindowUpdate:
                this[frame.Stream].SendWindow += frame.Number;
                break;
            case RawType.GoAway:
                GoAway = frame;
                break;
            case RawType.ResetStream:
                this[frame.Stream].Reset = frame.Error;
                break;
            case RawType.Headers or RawType.Continuation:
                TakeHeaders(frame);
                break;
            case RawType.Data:
                await TakeDataAsync(frame);
                break;
        }
    }

    private void TakeHeaders(RawFrame frame)
    {
        if (frame.Type == RawType.Headers) _unfinished = (frame.Stream, frame.EndsStream);
        Assert.True(_unfinished is not null, "a CONTINUATION without HEADERS");
        Assert.False(this[frame.Stream].IsOver, $"{frame} on a stream that is over");
        _block.AddRange(frame.Content);
        if (!frame.EndsHeaders) return;
        var stream = this[frame.Stream];
        stream.Blocks.Add(RawHpack.Decode([.. _block]));
        stream.IsEnded = _unfinished.Value.EndsStream;
        _block.Clear();
        _unfinished = null;
    }

    private async Task TakeDataAsync(RawFrame frame)
    {
        var stream = this[frame.Stream];
        Assert.False(stream.IsOver, $"{frame} on a stream that is over");
        Assert.NotEmpty(stream.Blocks);
        ReceiveWindow -= frame.Payload.Length;
        stream.ReceiveWindow -= frame.Payload.Length;
        Assert.True(frame.Payload.Length == 0 || (ReceiveWindow >= 0 && stream.ReceiveWindow >= 0), $"{frame} exceeds the window");
        stream.Body.AddRange(frame.Content);
        stream.Pieces++;
        stream.IsEnded = frame.EndsStream;
        if (!ReturnsWindow || frame.Payload.Length == 0) return;
        try
        {
            await OpenWindowAsync(0, frame.Payload.Length);
            if (!stream.IsEnded) await OpenWindowAsync(frame.Stream, frame.Payload.Length);
        }
        catch (SocketException)
        {
            // The server is gone, as reading will tell.
        }
    }

    private async Task AnswerAsync(RawType type, byte[] payload)
    {
        try
        {
            await SendAsync(type, RawFlags.Acknowledge, 0, payload);
        }
        catch (SocketException)
        {
            // The server is gone, as reading will tell.
        }
    }

    private void Learn(byte[] settings)
    {
        for (var at = 0; at < settings.Length; at += 6)
        {
            var name = (RawSetting)BinaryPrimitives.ReadUInt16BigEndian(settings.AsSpan(at));
            var value = (long)BinaryPrimitives.ReadUInt32BigEndian(settings.AsSpan(at + 2));
            ServerSettings[name] = value;
            if (name != RawSetting.InitialWindowSize) continue;
            foreach (var stream in _streams.Values) stream.SendWindow += value - _serverInitialWindow;
            _serverInitialWindow = value;
        }
    }

    private void Apply((RawSetting Name, long Value)[] settings)
    {
        foreach (var (name, value) in settings)
        {
            if (name == RawSetting.MaxFrameSize) _maxFrame = value;
            if (name != RawSetting.InitialWindowSize) continue;
            foreach (var stream in _streams.Values) stream.ReceiveWindow += value - _ownInitialWindow;
            _ownInitialWindow = value;
        }
    }
}
