using System.Net;

namespace Runink.Rpc;

/// <summary>To whom a channel speaks, and within which bounds.</summary>
public sealed record RpcChannelOptions
{
    /// <summary><c>http://host:port</c> or <c>https://host:port</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Where to connect to instead of the host and port of the address: a unix socket, say.</summary>
    public EndPoint? EndPoint { get; init; }

    /// <summary>For <c>https</c>.</summary>
    public RpcClientTls Tls { get; init; } = new();

    /// <summary>The largest message taken, in bytes, before and after decompression.</summary>
    public int MaxReceiveBytes { get; init; } = 4 << 20;

    /// <summary>The largest message sent, in bytes.</summary>
    public int MaxSendBytes { get; init; } = int.MaxValue;

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a connection with calls on it may be silent before it is pinged; at least a second. Null: for ever.
    /// </summary>
    public TimeSpan? KeepAliveDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the answer to a ping may take before the connection is given up.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
