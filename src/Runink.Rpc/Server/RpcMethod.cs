namespace Runink.Rpc;

/// <summary>
/// A method of a service with its handler. Handlers run on the thread pool, many at once; some of those that came together share a thread until
/// each first waits, so they must not block. They say that a call failed by throwing
/// <see cref="RpcException"/>. <see cref="OperationCanceledException"/> ends a call as cancelled or past its deadline; any other
/// exception ends it
/// with <see cref="RpcCode.Unknown"/>, without its text.
/// </summary>
public abstract class RpcMethod
{
    private protected RpcMethod(string name, bool isClientStreaming, bool isServerStreaming)
    {
        Name = name;
        IsClientStreaming = isClientStreaming;
        IsServerStreaming = isServerStreaming;
    }

    /// <summary>Without its service.</summary>
    public string Name { get; }

    /// <summary>The client sends a stream of messages.</summary>
    public bool IsClientStreaming { get; }

    /// <summary>The server sends a stream of messages.</summary>
    public bool IsServerStreaming { get; }

    /// <summary>One request, one response. A handler that completes at once costs no state machine.</summary>
    public static RpcMethod Unary<TRequest, TResponse>(
        string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
        Func<TRequest, RpcCall, ValueTask<TResponse>> handler) =>
        new UnaryMethod<TRequest, TResponse, TResponse>(name, requests, responses, handler, (response, _) => response);

    /// <summary>
    /// One request, one response that is made of what the handler came to, or refused by throwing. A handler that only passes on what
    /// another awaits needs no state machine of its own for that.
    /// </summary>
    public static RpcMethod Unary<TRequest, TResult, TResponse>(
        string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
        Func<TRequest, RpcCall, ValueTask<TResult>> handler, Func<TResult, RpcCall, TResponse> answer) =>
        new UnaryMethod<TRequest, TResult, TResponse>(name, requests, responses, handler, answer);

    /// <summary>One request, a stream of responses, which ends when the handler returns.</summary>
    public static RpcMethod ServerStreaming<TRequest, TResponse>(
        string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
        Func<TRequest, RpcStreamWriter<TResponse>, RpcCall, ValueTask> handler) =>
        new ServerStreamingMethod<TRequest, TResponse>(name, requests, responses, handler);

    /// <summary>A stream of requests, one response.</summary>
    public static RpcMethod ClientStreaming<TRequest, TResponse>(
        string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
        Func<RpcStreamReader<TRequest>, RpcCall, ValueTask<TResponse>> handler) =>
        new ClientStreamingMethod<TRequest, TResponse>(name, requests, responses, handler);

    /// <summary>Both stream, independently of each other; the call ends when the handler returns.</summary>
    public static RpcMethod Duplex<TRequest, TResponse>(
        string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
        Func<RpcStreamReader<TRequest>, RpcStreamWriter<TResponse>, RpcCall, ValueTask> handler) =>
        new DuplexMethod<TRequest, TResponse>(name, requests, responses, handler);

    /// <summary>Serves one call to its end, and ends it; never throws.</summary>
    internal abstract Task ServeAsync(RpcCall call, CallEnding ending);
}
