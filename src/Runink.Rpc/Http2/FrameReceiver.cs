using System.Buffers;
using System.Buffers.Binary;

namespace Runink.Rpc;

/// <summary>Reads frames and hands over what is in them; whatever breaks RFC 9113 ends the stream or the connection. One thread.</summary>
internal sealed class FrameReceiver(Http2Connection connection)
{
    private const int PriorityLength = 5;
    private const int SettingLength = 6;
    private const int PingLength = 8;
    private const int GoAwayLength = 8;

    private readonly HeaderBlock _headers = new();
    private bool _isGreeted;

    /// <summary>A block of headers has begun and not ended.</summary>
    public bool IsInHeaders => _headers.StreamId != 0;

    /// <summary>Takes a frame off the front of <paramref name="buffer"/>, if it is there whole.</summary>
    /// <exception cref="Http2ConnectionException">The connection cannot go on.</exception>
    public bool TryTake(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < FrameHeader.Size) return false;
        var header = FrameHeader.Read(buffer);
        if (header.Length > Http2Limits.FrameSize) throw Broken(Http2Error.FrameSize, "a frame is larger than it may be");
        if (buffer.Length < FrameHeader.Size + header.Length) return false;
        var payload = buffer.Slice(FrameHeader.Size, header.Length);
        buffer = buffer.Slice(FrameHeader.Size + header.Length);
        if (IsInHeaders && (header.Type != FrameType.Continuation || header.StreamId != _headers.StreamId))
            throw Broken(Http2Error.Protocol, "a frame stands between those of a block of headers");
        if (!_isGreeted && header.Type != FrameType.Settings) throw Broken(Http2Error.Protocol, "the first frame is not one of settings");
        _isGreeted = true;
        Take(header, payload);
        return true;
    }

    private void Take(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        switch (header.Type)
        {
            case FrameType.Data:
                TakeData(header, payload);
                break;
            case FrameType.Headers:
                TakeHeaders(header, payload);
                break;
            case FrameType.Continuation:
                if (!IsInHeaders) throw Broken(Http2Error.Protocol, "headers go on that have not begun");
                AddHeaders(payload, header.Has(FrameFlags.EndHeaders));
                break;
            case FrameType.PushPromise:
                throw Broken(Http2Error.Protocol, "clients do not push");
            default:
                TakeControl(header, payload);
                break;
        }
    }

    private void TakeControl(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        switch (header.Type)
        {
            case FrameType.Priority:
                // Obsolete (RFC 9113, section 5.3); read for its form only.
                Require(header, isOnStream: true, PriorityLength);
                break;
            case FrameType.ResetStream:
                Require(header, isOnStream: true, sizeof(int));
                lock (connection.Gate) connection.Streams.TakeReset(header.StreamId);
                break;
            case FrameType.Settings:
                TakeSettings(header, payload);
                break;
            case FrameType.Ping:
                Require(header, isOnStream: false, PingLength);
                if (!header.Has(FrameFlags.Ack)) TakePing(payload);
                break;
            case FrameType.GoAway:
                // The client opens no more streams; what it has opened is served.
                Require(header, isOnStream: false, Math.Max(header.Length, GoAwayLength));
                break;
            case FrameType.WindowUpdate:
                Require(header, isOnStream: null, sizeof(int));
                TakeWindow(header.StreamId, ReadInt32(payload) & int.MaxValue);
                break;
            default:
                // Unknown types are passed over (RFC 9113, section 5.5).
                break;
        }
    }

    private void TakeData(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        if (header.StreamId == 0) throw Broken(Http2Error.Protocol, "data for no stream");
        var bytes = Unpad(header, payload);
        lock (connection.Gate)
        {
            if (!connection.TryReceive(header.Length)) throw Broken(Http2Error.FlowControl, "more data than the window of the connection holds");
            connection.Streams.TakeData(header.StreamId, bytes, header.Length, header.Has(FrameFlags.EndStream));
        }
    }

    private void TakeHeaders(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        if ((header.StreamId & 1) == 0) throw Broken(Http2Error.Protocol, "a client's streams have odd numbers");
        var block = Unpad(header, payload);
        if (header.Has(FrameFlags.Priority))
        {
            if (block.Length < PriorityLength) throw Broken(Http2Error.FrameSize, "a frame of headers is too short");
            block = block.Slice(PriorityLength);
        }

        _headers.Begin(header.StreamId, header.Has(FrameFlags.EndStream));
        AddHeaders(block, header.Has(FrameFlags.EndHeaders));
    }

    private void AddHeaders(in ReadOnlySequence<byte> part, bool isWhole)
    {
        var streamId = _headers.StreamId;
        if (!_headers.Add(part, isWhole, out var fields)) return;
        lock (connection.Gate) connection.Streams.TakeHeaders(streamId, fields, _headers.IsLast);
    }

    private void TakeSettings(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        if (header.StreamId != 0) throw Broken(Http2Error.Protocol, "settings for a stream");
        if (header.Length % SettingLength != 0 || (header.Has(FrameFlags.Ack) && header.Length > 0))
            throw Broken(Http2Error.FrameSize, "settings of a length that no settings have");
        if (header.Has(FrameFlags.Ack)) return;
        var settings = payload.ToArray().AsSpan();
        lock (connection.Gate)
        {
            int? window = null;
            for (; settings.Length > 0; settings = settings[SettingLength..])
            {
                var id = (SettingId)BinaryPrimitives.ReadUInt16BigEndian(settings);
                var value = BinaryPrimitives.ReadUInt32BigEndian(settings[sizeof(ushort)..]);
                if (id == SettingId.InitialWindowSize) window = ToWindow(value);
                else TakeSetting(id, value);
            }

            // All streams are gone through, so once for a frame.
            if (window is { } bytes) connection.Streams.TakeInitialWindow(bytes);
            connection.Sender.AddSettingsAck();
        }
    }

    private static int ToWindow(uint value) => value <= Http2Limits.MaxWindow
        ? (int)value
        : throw Broken(Http2Error.FlowControl, "a window is larger than it may be");

    private void TakeSetting(SettingId id, uint value)
    {
        switch (id)
        {
            case SettingId.HeaderTableSize:
                connection.Sender.TakeTableSize(value);
                break;
            case SettingId.MaxFrameSize:
                if (value is < 1 << 14 or >= 1 << 24) throw Broken(Http2Error.Protocol, "a size of frames that they cannot have");
                // More than what is taken here is of no use: streams take turns frame by frame.
                connection.Sender.MaxFrame = (int)Math.Min(value, Http2Limits.FrameSize);
                break;
            case SettingId.EnablePush:
                if (value > 1) throw Broken(Http2Error.Protocol, "a switch is neither on nor off");
                break;
            default:
                // Nothing is pushed, and how large headers may be is advice.
                break;
        }
    }

    private void TakePing(in ReadOnlySequence<byte> payload)
    {
        Span<byte> data = stackalloc byte[PingLength];
        payload.CopyTo(data);
        lock (connection.Gate) connection.Sender.AddPing(data, FrameFlags.Ack);
    }

    private void TakeWindow(int streamId, int bytes)
    {
        lock (connection.Gate)
        {
            if (streamId != 0) connection.Streams.TakeWindow(streamId, bytes);
            else if (bytes == 0) throw Broken(Http2Error.Protocol, "a window is widened by nothing");
            else if (!connection.Sender.TryWiden(bytes)) throw Broken(Http2Error.FlowControl, "the window of the connection is larger than it may be");
        }
    }

    private static ReadOnlySequence<byte> Unpad(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        if (!header.Has(FrameFlags.Padded)) return payload;
        if (payload.IsEmpty) throw Broken(Http2Error.FrameSize, "a padded frame has no length of its padding");
        var padding = payload.FirstSpan[0];
        if (padding >= payload.Length) throw Broken(Http2Error.Protocol, "a frame is padded with more than it has");
        return payload.Slice(1, payload.Length - 1 - padding);
    }

    private static void Require(in FrameHeader header, bool? isOnStream, int length)
    {
        if (isOnStream is { } expected && expected == (header.StreamId == 0))
            throw Broken(Http2Error.Protocol, expected ? "a frame of a stream names none" : "a frame of the connection names a stream");
        if (header.Length != length) throw Broken(Http2Error.FrameSize, "a frame of a length that its type never has");
    }

    private static int ReadInt32(in ReadOnlySequence<byte> payload)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        payload.CopyTo(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private static Http2ConnectionException Broken(Http2Error error, string message) => new(error, message);
}
