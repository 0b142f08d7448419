using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Runink.Rpc;

/// <summary>
/// Writes what streams and the connection have to send, one turn of a stream after the other, within the windows that the client gave
/// (RFC 9113, section 5.2). Works on a thread of the pool as long as there is something to send; what comes meanwhile goes out with one
/// write. All members but <see cref="Execute"/> are called under the connection's lock.
/// </summary>
internal sealed class FrameSender(Http2Connection connection, PipeWriter output) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ByteBuffer _control = new();
    private readonly Queue<Http2Stream> _ready = new();
    private readonly Queue<Http2Stream> _parked = new();
    private int _window = Http2Limits.InitialWindow;
    private int _dead;
    private uint _tableBytes = Http2Limits.HeaderTable;
    private bool _tableIsSmaller;
    private bool _isBusy;
    private bool _isEnding;
    private bool _isOver;

    /// <summary>Completes when nothing more will be sent.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Why nothing more could be sent; null if all was.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>How the encoder says that it uses no table (RFC 7541, section 6.3).</summary>
    private static ReadOnlySpan<byte> TableOfNothing => [0x20];

    /// <summary>The client makes the table smaller, which an encoder must acknowledge even if it uses none (RFC 7541, section 4.2).</summary>
    public void TakeTableSize(uint bytes)
    {
        _tableIsSmaller |= bytes < _tableBytes;
        _tableBytes = bytes;
    }

    /// <summary>The largest payload that the client takes.</summary>
    public int MaxFrame { get; set; } = Http2Limits.FrameSize;

    /// <summary>The stream has something to send, or may have.</summary>
    public void Enqueue(Http2Stream stream)
    {
        if (stream.IsQueued || stream.IsReset || _isOver) return;
        stream.IsQueued = true;
        _ready.Enqueue(stream);
        Wake();
    }

    public void AddSettings(ReadOnlySpan<(SettingId Id, int Value)> settings)
    {
        const int EntrySize = 6;
        var frame = Add(FrameType.Settings, FrameFlags.None, 0, settings.Length * EntrySize);
        foreach (var (id, value) in settings)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)id);
            BinaryPrimitives.WriteInt32BigEndian(frame[sizeof(ushort)..], value);
            frame = frame[EntrySize..];
        }
    }

    public void AddSettingsAck() => Add(FrameType.Settings, FrameFlags.Ack, 0, 0);

    public void AddPing(ReadOnlySpan<byte> data, FrameFlags flags) =>
        data.CopyTo(Add(FrameType.Ping, flags, 0, data.Length));

    public void AddWindowUpdate(int streamId, int bytes) =>
        BinaryPrimitives.WriteInt32BigEndian(Add(FrameType.WindowUpdate, FrameFlags.None, streamId, sizeof(int)), bytes);

    public void AddReset(int streamId, Http2Error error) =>
        BinaryPrimitives.WriteInt32BigEndian(Add(FrameType.ResetStream, FrameFlags.None, streamId, sizeof(int)), (int)error);

    public void AddGoAway(int lastStreamId, Http2Error error)
    {
        var frame = Add(FrameType.GoAway, FrameFlags.None, 0, 2 * sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(frame, lastStreamId);
        BinaryPrimitives.WriteInt32BigEndian(frame[sizeof(int)..], (int)error);
    }

    /// <summary>The client takes so many bytes more; false if it says that it takes more than any window holds.</summary>
    public bool TryWiden(int bytes)
    {
        if (bytes > Http2Limits.MaxWindow - _window) return false;
        _window += bytes;
        if (_parked.Count > 0) Wake();
        return true;
    }

    /// <summary>The stream was reset. What waits here for nothing is not kept as long as the client likes.</summary>
    public void Forget(Http2Stream stream)
    {
        if (!stream.IsQueued || ++_dead < Http2Limits.DeadStreams || _dead < (_ready.Count + _parked.Count) / 2) return;
        Bury(_ready);
        Bury(_parked);
        _dead = 0;
    }

    /// <summary>What is there is sent, and nothing after it.</summary>
    public void End()
    {
        _isEnding = true;
        Wake();
    }

    public void Execute() => _ = SendAsync();

    private async Task SendAsync()
    {
        try
        {
            do
            {
                Write();
            }
            while (!IsDone(await output.FlushAsync().ConfigureAwait(false)));
        }
        catch (Exception failure)
        {
            // A connection that is lost is noticed by its reader, too.
            if (failure is not (IOException or SocketException or ConnectionAbortedException or OperationCanceledException)) connection.Abort(failure);
            Failure = failure;
            IsDone(new FlushResult(isCanceled: false, isCompleted: true));
        }
    }

    private bool HasWork => _control.Length > 0 || _ready.Count > 0 || (_window > 0 && _parked.Count > 0);

    private bool IsDone(FlushResult flushed)
    {
        lock (connection.Gate)
        {
            if (!flushed.IsCompleted && HasWork) return false;
            _isBusy = false;
            _isOver = _isEnding || flushed.IsCompleted;
        }

        if (_isOver) _stopped.TrySetResult();
        return true;
    }

    private void Write()
    {
        for (var written = 0; written < Http2Limits.WriteBytes;)
        {
            // The lock is given back after each turn: handlers want to hand over their answers.
            lock (connection.Gate)
            {
                if (_control.Length > 0)
                {
                    output.Write(_control.Written);
                    written += _control.Length;
                    _control.Clear();
                }

                if (!(_window > 0 && _parked.TryDequeue(out var stream)) && !_ready.TryDequeue(out stream)) return;
                stream.IsQueued = false;
                if (!stream.IsReset) written += Write(stream);
                else _dead--;
            }
        }
    }

    /// <summary>A stream's turn: the head, at most one frame of data, and the end if that is all.</summary>
    private int Write(Http2Stream stream)
    {
        var body = stream.ResponseBody;
        var written = 0;
        if (stream.IsServed && body.Sending.Length == 0) body.Drained(isEnded: true);
        if (stream.IsHeadReady && stream.Response.Head.Length > 0)
        {
            var isAll = stream.IsServed && body.Sending.Length == 0 && stream.Response.Tail.Length == 0;
            written = WriteBlock(stream.Id, stream.Response.Head, isAll);
            if (isAll) return End(stream, written);
        }

        if (body.Sending.Length > 0)
        {
            var length = Math.Min(Math.Min(body.Sending.Length, MaxFrame), Math.Min(stream.SendWindow, _window));
            if (length <= 0)
            {
                // A stream whose own window is used up comes back when the client widens that.
                stream.IsQueued = stream.SendWindow > 0;
                if (stream.IsQueued) _parked.Enqueue(stream);
                return written;
            }

            written += WriteData(stream, body.Sending.Written[..length]);
            body.Sending.Take(length);
        }

        if (body.Sending.Length > 0 || body.Drained(stream.IsServed)) Enqueue(stream);
        else if (stream.IsServed) return End(stream, written + WriteEnd(stream));
        return written;
    }

    private int WriteData(Http2Stream stream, ReadOnlySpan<byte> bytes)
    {
        stream.SendWindow -= bytes.Length;
        _window -= bytes.Length;
        var frame = output.GetSpan(FrameHeader.Size + bytes.Length);
        FrameHeader.Write(frame, bytes.Length, FrameType.Data, FrameFlags.None, stream.Id);
        bytes.CopyTo(frame[FrameHeader.Size..]);
        output.Advance(FrameHeader.Size + bytes.Length);
        return FrameHeader.Size + bytes.Length;
    }

    private int WriteEnd(Http2Stream stream)
    {
        if (stream.Response.Tail.Length > 0) return WriteBlock(stream.Id, stream.Response.Tail, isLast: true);
        FrameHeader.Write(output.GetSpan(FrameHeader.Size), 0, FrameType.Data, FrameFlags.EndStream, stream.Id);
        output.Advance(FrameHeader.Size);
        return FrameHeader.Size;
    }

    /// <summary>Headers go as one frame, and more if the client takes no frame so large (RFC 9113, section 4.3).</summary>
    private int WriteBlock(int streamId, ByteBuffer block, bool isLast)
    {
        var written = 0;
        var type = FrameType.Headers;
        var flags = isLast ? FrameFlags.EndStream : FrameFlags.None;
        var update = _tableIsSmaller ? TableOfNothing : [];
        _tableIsSmaller = false;
        do
        {
            var length = Math.Min(block.Length, MaxFrame - update.Length);
            if (length == block.Length) flags |= FrameFlags.EndHeaders;
            var size = FrameHeader.Size + update.Length + length;
            var frame = output.GetSpan(size);
            FrameHeader.Write(frame, update.Length + length, type, flags, streamId);
            update.CopyTo(frame[FrameHeader.Size..]);
            block.Written[..length].CopyTo(frame[(FrameHeader.Size + update.Length)..]);
            output.Advance(size);
            block.Take(length);
            written += size;
            (type, flags) = (FrameType.Continuation, FrameFlags.None);
            update = [];
        }
        while (block.Length > 0);
        return written;
    }

    private int End(Http2Stream stream, int written)
    {
        connection.Streams.Sent(stream);
        return written;
    }

    /// <summary>Room for the payload of a frame that does not belong to a response.</summary>
    private Span<byte> Add(FrameType type, FrameFlags flags, int streamId, int length)
    {
        if (_control.Length > Http2Limits.ControlBytes) connection.Fail(Http2Error.EnhanceYourCalm, "the client asks, and does not take the answers");
        var frame = _control.GetSpan(FrameHeader.Size + length);
        FrameHeader.Write(frame, length, type, flags, streamId);
        _control.Advance(FrameHeader.Size + length);
        Wake();
        return frame.Slice(FrameHeader.Size, length);
    }

    private static void Bury(Queue<Http2Stream> streams)
    {
        for (var i = streams.Count; i > 0; i--)
            if (streams.Dequeue() is { IsReset: false } stream) streams.Enqueue(stream);
    }

    private void Wake()
    {
        if (_isBusy || _isOver) return;
        _isBusy = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
