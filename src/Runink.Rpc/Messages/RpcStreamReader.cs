namespace Runink.Rpc;

/// <summary>
/// The messages that the peer sends, one after the other: <c>await foreach</c> over it, or <see cref="MoveNextAsync"/> and <see
/// cref="Current"/>.
/// One reader at a time; a reader that does not read makes the peer wait.
/// </summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public abstract class RpcStreamReader<T>
{
    /// <summary>The message that the last <see cref="MoveNextAsync"/> brought.</summary>
    public T Current { get; private protected set; } = default!;

    /// <summary>
    /// Waits for the next message. False: the peer has sent its last. On a server, <see cref="OperationCanceledException"/> says
    /// that the call
    /// is over (cancelled, disconnected, past its deadline); on a client, <see cref="RpcException"/> carries the status of the
    /// call.
    /// </summary>
    public abstract ValueTask<bool> MoveNextAsync();

    /// <summary>The reader itself, for <c>await foreach</c>.</summary>
    public RpcStreamReader<T> GetAsyncEnumerator() => this;
}
