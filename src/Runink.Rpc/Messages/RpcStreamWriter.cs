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
    /// <see cref="OperationCanceledException"/> on a server: the call is over.
    /// </summary>
    public abstract ValueTask FlushAsync();

    /// <summary><see cref="Write"/> and <see cref="FlushAsync"/>.</summary>
    public ValueTask WriteAsync(T message)
    {
        Write(message);
        return FlushAsync();
    }
}
