using System.Buffers;

namespace Runink.Rpc;

/// <summary>Frames to messages of one type.</summary>
/// <param name="messages">Reads them.</param>
/// <param name="maxBytes">The largest message taken, compressed or not.</param>
/// <param name="isGzip">The peer named gzip as its encoding.</param>
/// <param name="what">What the messages are, for errors: request or response.</param>
/// <param name="traffic">Told of what was taken.</param>
internal readonly struct MessageDecoder<T>(
    IMessageReader<T> messages, int maxBytes, bool isGzip, string what, RpcTraffic? traffic = null)
{
    /// <summary>Takes one message off the front of <paramref name="buffer"/>, if it is there whole.</summary>
    public bool TryTake(ref ReadOnlySequence<byte> buffer, out T message)
    {
        message = default!;
        if (!MessageFrame.TryTake(ref buffer, maxBytes, out var isCompressed, out var payload)) return false;
        traffic?.Received(MessageFrame.PrefixLength + payload.Length);
        message = isCompressed ? Inflate(payload) : Parse(payload);
        return true;
    }

    private T Parse(in ReadOnlySequence<byte> payload)
    {
        try
        {
            return messages.Read(payload);
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw RpcErrors.NotParsed(what, failure);
        }
    }

    private T Inflate(in ReadOnlySequence<byte> payload)
    {
        if (!isGzip) throw RpcErrors.CompressedWithoutEncoding();
        var (buffer, length) = Gzip.Decompress(payload, maxBytes);
        try
        {
            return Parse(new ReadOnlySequence<byte>(buffer, 0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
