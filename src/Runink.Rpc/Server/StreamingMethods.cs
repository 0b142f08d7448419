namespace Runink.Rpc;

internal sealed class ServerStreamingMethod<TRequest, TResponse>(
    string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
    Func<TRequest, RpcStreamWriter<TResponse>, RpcCall, ValueTask> handler)
    : RpcMethod(name, isClientStreaming: false, isServerStreaming: true)
{
    internal override async ValueTask ServeAsync(RpcCall call)
    {
        call.MakeTokenEarly();
        var request = await SingleRequest.ReadAsync(call, call.Decoder(requests)).ConfigureAwait(false);
        await handler(request, new ServerStreamWriter<TResponse>(call, call.Encoder(responses)), call).ConfigureAwait(false);
    }
}

internal sealed class ClientStreamingMethod<TRequest, TResponse>(
    string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
    Func<RpcStreamReader<TRequest>, RpcCall, ValueTask<TResponse>> handler)
    : RpcMethod(name, isClientStreaming: true, isServerStreaming: false)
{
    internal override async ValueTask ServeAsync(RpcCall call)
    {
        call.MakeTokenEarly();
        var response = await handler(new ServerStreamReader<TRequest>(call, call.Decoder(requests)), call).ConfigureAwait(false);
        call.Encoder(responses).Write(response, call.Output);
    }
}

internal sealed class DuplexMethod<TRequest, TResponse>(
    string name, IMessageReader<TRequest> requests, IMessageWriter<TResponse> responses,
    Func<RpcStreamReader<TRequest>, RpcStreamWriter<TResponse>, RpcCall, ValueTask> handler)
    : RpcMethod(name, isClientStreaming: true, isServerStreaming: true)
{
    internal override ValueTask ServeAsync(RpcCall call)
    {
        call.MakeTokenEarly();
        var reader = new ServerStreamReader<TRequest>(call, call.Decoder(requests));
        return handler(reader, new ServerStreamWriter<TResponse>(call, call.Encoder(responses)), call);
    }
}
