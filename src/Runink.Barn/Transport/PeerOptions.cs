using Runink.Raft;

namespace Runink.Barn;

/// <summary>How a member speaks to the others. Immutable.</summary>
internal sealed record PeerOptions
{
    /// <summary>What <see cref="MaxFrameBytes"/> is at least: so much is taken whatever this member itself allows.</summary>
    public const int SmallestMaxFrameBytes = 16 << 20;

    /// <summary>Room beside the largest command of a frame: what is around it, and what else may be in the same message.</summary>
    public const int FrameRoom = 1 << 20;

    /// <summary>The cluster; members of others are refused.</summary>
    public required ulong ClusterId { get; init; }

    /// <summary>This member.</summary>
    public required NodeId Self { get; init; }

    /// <summary>Where others reach this member; they are told with every stream.</summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [];

    /// <summary>For <c>https</c>: this member's certificate, and whose certificates it trusts. Null: none.</summary>
    public ReloadingTls? Tls { get; init; }

    /// <summary>The versions of the protocol that this member speaks.</summary>
    public PeerVersions Versions { get; init; } = PeerVersions.Ours;

    /// <summary>Messages that wait for one lane of a peer, at most; more are dropped.</summary>
    public int MaxQueuedMessages { get; init; } = 16_384;

    /// <summary>Bytes that wait for one lane of a peer, at most; one message always may.</summary>
    public long MaxQueuedBytes { get; init; } = 16 << 20;

    /// <summary>Messages are put together into frames of so many bytes; one that is larger has a frame of its own.</summary>
    public int FrameBytes { get; init; } = 1 << 20;

    /// <summary>The largest frame taken, in bytes, before and after inflating: room for the largest command.</summary>
    public int MaxFrameBytes { get; init; } = SmallestMaxFrameBytes;

    /// <summary>How long connecting may take, with the handshake of TLS.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a peer may take nothing before its stream is given up.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection may be silent before it is pinged; at least a second.</summary>
    public TimeSpan KeepAliveDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the answer to a ping may take before the connection is given up; at least a second.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait, about, before a lost stream is opened again; doubled with each failure.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest wait between attempts: short, since a peer that is back may make a majority.</summary>
    public TimeSpan LastRetry { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>How long to wait when the peer has refused this member: somebody must change something first.</summary>
    public TimeSpan RefusedRetry { get; init; } = TimeSpan.FromSeconds(5);
}
