using System.Buffers;
using System.Net;

namespace Runink.Rpc;

/// <summary>A request body of one message, encoded when the call is started, so that it may change afterwards.</summary>
internal sealed class SingleMessageContent<T> : HttpContent
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public SingleMessageContent(in MessageEncoder<T> encoder, T message) => encoder.Write(message, _buffer);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, default);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        // Not told: a content-length says nothing that the frame does not.
        length = 0;
        return false;
    }
}
