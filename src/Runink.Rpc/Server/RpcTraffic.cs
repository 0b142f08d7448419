namespace Runink.Rpc;

/// <summary>Bytes of messages that a server received and sent, with their frames, as they travelled. Thread-safe.</summary>
public sealed class RpcTraffic
{
    private long _received;
    private long _sent;

    /// <summary>Bytes of requests.</summary>
    public long BytesReceived => Volatile.Read(ref _received);

    /// <summary>Bytes of responses.</summary>
    public long BytesSent => Volatile.Read(ref _sent);

    internal void Received(long bytes) => Interlocked.Add(ref _received, bytes);

    internal void Sent(long bytes) => Interlocked.Add(ref _sent, bytes);
}
