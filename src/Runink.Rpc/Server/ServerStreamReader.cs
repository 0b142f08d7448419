namespace Runink.Rpc;

internal sealed class ServerStreamReader<T>(RpcCall call, MessageDecoder<T> decoder) : RpcStreamReader<T>
{
    private bool _ended;

    public override async ValueTask<bool> MoveNextAsync()
    {
        while (!_ended)
        {
            var result = await call.ReadInputAsync().ConfigureAwait(false);
            var buffer = result.Buffer;
            if (decoder.TryTake(ref buffer, out var message))
            {
                call.AdvanceInput(buffer.Start, buffer.Start);
                Current = message;
                return true;
            }

            if (result.IsCompleted)
            {
                _ended = true;
                if (!buffer.IsEmpty) throw RpcErrors.Truncated();
            }

            call.AdvanceInput(buffer.Start, buffer.End);
        }

        return false;
    }
}
