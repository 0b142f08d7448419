namespace Runink.Rpc;

/// <summary>The client broke the protocol such that the connection cannot go on (RFC 9113, section 5.4.1).</summary>
internal sealed class Http2ConnectionException(Http2Error error, string message) : Exception(message)
{
    public Http2Error Error { get; } = error;
}
