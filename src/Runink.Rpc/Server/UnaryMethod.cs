namespace Runink.Rpc;

/// <summary>
/// The hot path: nothing is allocated and nothing awaited as long as the request is there and the handler answers at once.
/// </summary>
internal sealed class UnaryMethod<TRequest, TResponse>(
    string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
    Func<TRequest, RpcCall, ValueTask<TResponse>> handler)
    : RpcMethod(name, isClientStreaming: false, isServerStreaming: false)
{
    internal override ValueTask ServeAsync(RpcCall call)
    {
        if (!SingleRequest.TryRead(call, call.Decoder(requests), out var request)) return AwaitRequestAsync(call);
        var response = handler(request, call);
        if (!response.IsCompletedSuccessfully) return AwaitResponseAsync(response, call);
        call.Encoder(responses).Write(response.Result, call.Output);
        return default;
    }

    private async ValueTask AwaitRequestAsync(RpcCall call)
    {
        var request = await SingleRequest.ReadAsync(call, call.Decoder(requests)).ConfigureAwait(false);
        call.Encoder(responses).Write(await handler(request, call).ConfigureAwait(false), call.Output);
    }

    private async ValueTask AwaitResponseAsync(ValueTask<TResponse> response, RpcCall call) =>
        call.Encoder(responses).Write(await response.ConfigureAwait(false), call.Output);
}
