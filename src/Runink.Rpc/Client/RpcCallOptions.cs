namespace Runink.Rpc;

/// <summary>What one call is made with.</summary>
public sealed record RpcCallOptions
{
    /// <summary>A call with nothing special.</summary>
    public static RpcCallOptions Default { get; } = new();

    /// <summary>How long the call may take; the server is told. Null: without end.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Metadata to send.</summary>
    public RpcMetadata? Headers { get; init; }

    /// <summary>Compress requests with gzip.</summary>
    public bool Compress { get; init; }
}
