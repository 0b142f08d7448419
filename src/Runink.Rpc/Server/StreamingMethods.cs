namespace Runink.Rpc;

/// <summary>A method of which one side at least streams.</summary>
internal abstract class StreamingMethod(string name, bool isClientStreaming, bool isServerStreaming)
    : RpcMethod(name, isClientStreaming, isServerStreaming)
{
    internal sealed override async Task ServeAsync(RpcCall call, CallEnding ending)
    {
        try
        {
            call.MakeTokenEarly();
            await StreamAsync(call).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            ending.Fail(call, failure);
            return;
        }

        ending.Succeed(call);
    }

    protected abstract ValueTask StreamAsync(RpcCall call);
}

internal sealed class ServerStreamingMethod<TRequest, TResponse>(
    string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
    Func<TRequest, RpcStreamWriter<TResponse>, RpcCall, ValueTask> handler)
    : StreamingMethod(name, isClientStreaming: false, isServerStreaming: true)
{
    protected override async ValueTask StreamAsync(RpcCall call)
    {
        var request = await SingleRequest.ReadAsync(call, call.Decoder(requests)).ConfigureAwait(false);
        await handler(request, new ServerStreamWriter<TResponse>(call, call.Encoder(responses)), call).ConfigureAwait(false);
    }
}

internal sealed class ClientStreamingMethod<TRequest, TResponse>(
    string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
    Func<RpcStreamReader<TRequest>, RpcCall, ValueTask<TResponse>> handler)
    : StreamingMethod(name, isClientStreaming: true, isServerStreaming: false)
{
    protected override async ValueTask StreamAsync(RpcCall call)
    {
        var response = await handler(new ServerStreamReader<TRequest>(call, call.Decoder(requests)), call).ConfigureAwait(false);
        call.Encoder(responses).Write(response, call.Output);
    }
}

internal sealed class DuplexMethod<TRequest, TResponse>(
    string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
    Func<RpcStreamReader<TRequest>, RpcStreamWriter<TResponse>, RpcCall, ValueTask> handler)
    : StreamingMethod(name, isClientStreaming: true, isServerStreaming: true)
{
    protected override ValueTask StreamAsync(RpcCall call)
    {
        var reader = new ServerStreamReader<TRequest>(call, call.Decoder(requests));
        return handler(reader, new ServerStreamWriter<TResponse>(call, call.Encoder(responses)), call);
    }
}
