namespace Runink.Rpc;

/// <summary>The messages that are sent to the peer. One writer at a time.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public abstract class RpcStreamWriter<T>
{
    /// <summary>
    /// Adds a message to what <see cref="FlushAsync"/> will send, so that many may share one write. It is held in memory until
    /// then: bound what is
    /// written between two flushes.
    /// </summary>
    public abstract void Write(T message);

    /// <summary>
    /// Sends what was written (on a server the headers too, if they have not left yet), and waits as long as the peer's flow
    /// control holds it back.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// On a server: the call is over. On a client: the caller has cancelled, if the token is the caller's; else the server has ended the
    /// call, and its status comes with the responses.
    /// </exception>
    /// <exception cref="RpcException">On a client: Unavailable when the connection is lost, DeadlineExceeded when the time is over.</exception>
    public abstract ValueTask FlushAsync();

    /// <summary><see cref="Write"/> and <see cref="FlushAsync"/>.</summary>
    public ValueTask WriteAsync(T message)
    {
        Write(message);
        return FlushAsync();
    }
}
