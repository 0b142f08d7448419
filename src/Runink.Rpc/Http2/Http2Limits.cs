namespace Runink.Rpc;

/// <summary>What one connection may cost, and what of it clients are told.</summary>
internal static class Http2Limits
{
    /// <summary>The largest payload of a frame that is taken, in bytes: the least that a server may set.</summary>
    public const int FrameSize = 1 << 14;

    /// <summary>Where windows begin that nobody has set (RFC 9113, section 6.9.2).</summary>
    public const int InitialWindow = 65_535;

    public const int MaxWindow = int.MaxValue;

    /// <summary>Bytes of one call that wait for its handler.</summary>
    public const int StreamWindow = 768 << 10;

    /// <summary>Bytes of all calls of a connection that wait for their handlers.</summary>
    public const int ConnectionWindow = 1 << 20;

    /// <summary>
    /// What of the connection's window is given back by a frame of its own: less than what one stream that nobody reads leaves of it.
    /// </summary>
    public const int WindowWorthTelling = ConnectionWindow / 8;

    /// <summary>Names and values of a request's headers, with 32 bytes for each field.</summary>
    public const int HeaderBytes = 32 << 10;

    public const int HeaderFields = 100;

    /// <summary>The table of headers (RFC 7541, section 4.2): what is its size if nobody says otherwise.</summary>
    public const int HeaderTable = 4096;

    /// <summary>Frames over which a block of headers may be spread.</summary>
    public const int HeaderFrames = 1024;

    /// <summary>Answers to frames of control that wait to be sent, in bytes: a client that only asks and never reads is cut off.</summary>
    public const int ControlBytes = 64 << 10;

    /// <summary>What is written before the connection is flushed.</summary>
    public const int WriteBytes = 64 << 10;

    /// <summary>Streams that were reset, whose late frames are expected.</summary>
    public const int RememberedResets = 256;

    /// <summary>Windows of open streams that a client may change between two beats by changing the initial one.</summary>
    public const int WindowsChanged = 4_000_000;

    /// <summary>Streams that were reset while they waited to be sent: more are taken out of the queue, once they are half of it.</summary>
    public const int DeadStreams = 256;

    /// <summary>Objects of ended streams that a connection keeps for its next ones.</summary>
    public const int KeptStreams = 256;

    /// <summary>Calls that one thread of the pool begins, one after the other.</summary>
    public const int BeginsTogether = 8;

    /// <summary>A body that is no longer and came whole needs no pipe.</summary>
    public const int SmallBody = 16 << 10;

    /// <summary>How long a block of headers may take to come.</summary>
    public static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(30);
}
