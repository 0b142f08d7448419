using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Runink.Rpc;

/// <summary>What a server serves, where, and within which bounds.</summary>
public sealed record RpcServerOptions
{
    /// <summary>Where to listen.</summary>
    public required IReadOnlyList<RpcListener> Listeners { get; init; }

    /// <summary>What is served; names must differ.</summary>
    public required IReadOnlyList<RpcService> Services { get; init; }

    /// <summary>
    /// Serves what is no gRPC, over HTTP/1.1 and HTTP/2 on the same addresses. Without it: 404, or 415 to a POST over HTTP/2.
    /// </summary>
    public RequestDelegate? Fallback { get; init; }

    /// <summary>The largest body that the fallback is given, in bytes.</summary>
    public long MaxFallbackBodyBytes { get; init; } = 8 << 20;

    /// <summary>The largest message taken, in bytes, before and after decompression.</summary>
    public int MaxReceiveBytes { get; init; } = 4 << 20;

    /// <summary>The largest message sent, in bytes.</summary>
    public int MaxSendBytes { get; init; } = int.MaxValue;

    /// <summary>Connections at a time; more are closed at once.</summary>
    public int MaxConnections { get; init; } = 16_384;

    /// <summary>Calls at a time on one connection; clients are told, and wait.</summary>
    public int MaxConcurrentStreams { get; init; } = 65_536;

    /// <summary>How long a connection may be silent before it is pinged; at least a second.</summary>
    public TimeSpan KeepAliveDelay { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long the answer to a ping may take before the connection is closed; at least a second.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection without calls is closed after this time.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long calls under way may go on once the server stops.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Told of every call that ended, with the exception if it failed by one; on the thread that served it, so it must be quick
    /// and must not throw.
    /// The call may not be kept.
    /// </summary>
    public Action<RpcCall, RpcCode, Exception?>? CallEnded { get; init; }

    /// <summary>Counts the bytes of messages; null: nobody does.</summary>
    public RpcTraffic? Traffic { get; init; }

    /// <summary>Where the HTTP server logs; null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
