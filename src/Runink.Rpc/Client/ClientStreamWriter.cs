using System.Buffers;

namespace Runink.Rpc;

internal sealed class ClientStreamWriter<T>(StreamedContent content, MessageEncoder<T> encoder, CallLife life) : RpcStreamWriter<T>
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public override void Write(T message) => encoder.Write(message, _buffer);

    public override async ValueTask FlushAsync()
    {
        try
        {
            var stream = await content.Stream.ConfigureAwait(false);
            await stream.WriteAsync(_buffer.WrittenMemory).ConfigureAwait(false);
            await stream.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
            when (failure is IOException or HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            throw life.TranslateWrite(failure);
        }
        finally
        {
            _buffer.ResetWrittenCount();
        }
    }

    public async ValueTask CompleteAsync()
    {
        if (_buffer.WrittenCount > 0) await FlushAsync().ConfigureAwait(false);
        content.Complete();
    }

    public void Fail(Exception failure) => content.Fail(failure);

    public void Abandon() => content.Abandon();
}
