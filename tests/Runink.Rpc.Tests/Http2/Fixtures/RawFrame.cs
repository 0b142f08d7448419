using System.Buffers.Binary;

namespace Runink.Rpc.Http2.Fixtures;

/// <summary>The types of frames (RFC 9113, section 6).</summary>
internal enum RawType
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    ResetStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>The flags of frames; some share a bit.</summary>
internal static class RawFlags
{
    public const int None = 0;
    public const int Acknowledge = 0x1;
    public const int EndStream = 0x1;
    public const int EndHeaders = 0x4;
    public const int Padded = 0x8;
    public const int Priority = 0x20;
}

/// <summary>The codes of errors (RFC 9113, section 7).</summary>
internal enum RawError
{
    None = 0,
    Protocol = 1,
    Internal = 2,
    FlowControl = 3,
    SettingsTimeout = 4,
    StreamClosed = 5,
    FrameSize = 6,
    Refused = 7,
    Cancel = 8,
    Compression = 9,
    EnhanceYourCalm = 11,
}

/// <summary>The settings (RFC 9113, section 6.5.2).</summary>
internal enum RawSetting
{
    HeaderTableSize = 1,
    EnablePush = 2,
    MaxConcurrentStreams = 3,
    InitialWindowSize = 4,
    MaxFrameSize = 5,
    MaxHeaderListSize = 6,
}

/// <summary>A frame as it travels.</summary>
internal sealed record RawFrame(RawType Type, int Flags, int Stream, byte[] Payload)
{
    public const int HeaderLength = 9;

    public bool EndsStream => Type is RawType.Data or RawType.Headers && (Flags & RawFlags.EndStream) != 0;

    public bool EndsHeaders => (Flags & RawFlags.EndHeaders) != 0;

    public bool Acknowledges => (Flags & RawFlags.Acknowledge) != 0;

    /// <summary>Of a RST_STREAM or GOAWAY.</summary>
    public RawError Error => (RawError)BinaryPrimitives.ReadInt32BigEndian(Payload.AsSpan(Type == RawType.GoAway ? 4 : 0));

    /// <summary>Of a WINDOW_UPDATE, or the last stream of a GOAWAY.</summary>
    public int Number => BinaryPrimitives.ReadInt32BigEndian(Payload);

    /// <summary>What is left of a DATA or HEADERS frame without its padding and priority.</summary>
    public ReadOnlySpan<byte> Content
    {
        get
        {
            ReadOnlySpan<byte> content = Payload;
            if ((Flags & RawFlags.Padded) != 0) content = content[1..^content[0]];
            return Type == RawType.Headers && (Flags & RawFlags.Priority) != 0 ? content[5..] : content;
        }
    }

    /// <summary>The bytes of a frame; nothing is checked, as most are wrong on purpose.</summary>
    public static byte[] Bytes(RawType type, int flags, int stream, params ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[HeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, payload.Length << 8);
        bytes[3] = (byte)type;
        bytes[4] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), stream);
        payload.CopyTo(bytes.AsSpan(HeaderLength));
        return bytes;
    }

    public static byte[] Number32(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        return bytes;
    }

    public static byte[] SettingsBytes(params ReadOnlySpan<(RawSetting Name, long Value)> settings)
    {
        var bytes = new List<byte>();
        foreach (var (name, value) in settings) bytes.AddRange([(byte)((int)name >> 8), (byte)name, .. Number32(value)]);
        return Bytes(RawType.Settings, RawFlags.None, 0, [.. bytes]);
    }

    public override string ToString() =>
        $"{Type} flags {Flags:X} stream {Stream} of {Payload.Length}"
        + (Type is RawType.ResetStream or RawType.GoAway ? $": {Error}" : "");
}
