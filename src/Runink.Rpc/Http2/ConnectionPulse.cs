namespace Runink.Rpc;

/// <summary>
/// What of a connection depends on time: it is looked at about once a second. Reading and beating happen on different threads.
/// </summary>
internal sealed class ConnectionPulse(Http2Connection connection, RpcServerOptions options)
{
    private long _lastFrame = Environment.TickCount64;
    private long _lastCall = Environment.TickCount64;
    private long _lastPing;
    private long _headersSince;

    /// <summary>Something came.</summary>
    public void Touch() => Volatile.Write(ref _lastFrame, Environment.TickCount64);

    /// <summary>The last call has ended.</summary>
    public void BecameIdle() => Volatile.Write(ref _lastCall, Environment.TickCount64);

    public void Beat()
    {
        var now = Environment.TickCount64;
        lock (connection.Gate) connection.Streams.Beat();
        KeepAlive(now, TimeSpan.FromMilliseconds(now - Volatile.Read(ref _lastFrame)));
        AwaitHeaders(now);
        if (now - Volatile.Read(ref _lastCall) < options.IdleTimeout.TotalMilliseconds) return;
        bool isIdle;
        lock (connection.Gate) isIdle = connection.Streams.IsIdle;
        if (isIdle) connection.Close();
    }

    /// <summary>Asks a client that has been silent whether it is there, and gives it up when it does not say so.</summary>
    private void KeepAlive(long now, TimeSpan silence)
    {
        if (silence < options.KeepAliveDelay)
        {
            _lastPing = 0;
        }
        else if (_lastPing == 0)
        {
            _lastPing = now;
            lock (connection.Gate) connection.Sender.AddPing(new byte[sizeof(long)], FrameFlags.None);
        }
        else if (now - _lastPing >= options.KeepAliveTimeout.TotalMilliseconds)
        {
            connection.Fail(Http2Error.None, "the client did not answer a ping");
        }
    }

    /// <summary>Headers that have begun must end.</summary>
    private void AwaitHeaders(long now)
    {
        if (!connection.IsInHeaders) _headersSince = 0;
        else if (_headersSince == 0) _headersSince = now;
        else if (now - _headersSince >= Http2Limits.HeadersTimeout.TotalMilliseconds) connection.Fail(Http2Error.EnhanceYourCalm, "the client did not end its headers");
    }
}
