namespace Runink.Rpc;

internal sealed class ServerStreamWriter<T>(RpcCall call, MessageEncoder<T> encoder) : RpcStreamWriter<T>
{
    public override void Write(T message)
    {
        call.CancellationToken.ThrowIfCancellationRequested();
        encoder.Write(message, call.Output);
    }

    public override async ValueTask FlushAsync()
    {
        var token = call.CancellationToken;
        token.ThrowIfCancellationRequested();
        var result = await call.Output.FlushAsync(token).ConfigureAwait(false);
        token.ThrowIfCancellationRequested();
        if (result.IsCanceled || result.IsCompleted) throw new ClientGoneException();
    }
}
