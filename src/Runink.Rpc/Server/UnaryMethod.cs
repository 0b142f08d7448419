namespace Runink.Rpc;

/// <summary>
/// The hot path: nothing is allocated and nothing awaited as long as the request is there and the handler answers at once, and one
/// state machine if it does not.
/// </summary>
internal sealed class UnaryMethod<TRequest, TResult, TResponse>(
    string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
    Func<TRequest, RpcCall, ValueTask<TResult>> handler, Func<TResult, RpcCall, TResponse> answer)
    : RpcMethod(name, isClientStreaming: false, isServerStreaming: false)
{
    internal override Task ServeAsync(RpcCall call, CallEnding ending)
    {
        try
        {
            var result = SingleRequest.TryRead(call, call.Decoder(requests), out var request)
                ? handler(request, call)
                : AwaitRequestAsync(call);
            if (!result.IsCompletedSuccessfully) return AwaitResultAsync(result, call, ending);
            Respond(result.Result, call);
        }
        catch (Exception failure)
        {
            ending.Fail(call, failure);
            return Task.CompletedTask;
        }

        ending.Succeed(call);
        return Task.CompletedTask;
    }

    private async ValueTask<TResult> AwaitRequestAsync(RpcCall call)
    {
        var request = await SingleRequest.ReadAsync(call, call.Decoder(requests)).ConfigureAwait(false);
        return await handler(request, call).ConfigureAwait(false);
    }

    private async Task AwaitResultAsync(ValueTask<TResult> result, RpcCall call, CallEnding ending)
    {
        try
        {
            Respond(await result.ConfigureAwait(false), call);
        }
        catch (Exception failure)
        {
            ending.Fail(call, failure);
            return;
        }

        ending.Succeed(call);
    }

    private void Respond(TResult result, RpcCall call) => call.Encoder(responses).Write(answer(result, call), call.Output);
}
