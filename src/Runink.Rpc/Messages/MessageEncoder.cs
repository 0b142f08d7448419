using System.Buffers;

namespace Runink.Rpc;

/// <summary>Messages of one type to frames.</summary>
/// <param name="messages">Writes them.</param>
/// <param name="maxBytes">The largest message sent.</param>
/// <param name="isGzip">Compress.</param>
/// <param name="traffic">Told of what was written.</param>
internal readonly struct MessageEncoder<T>(IMessageWriter<T> messages, int maxBytes, bool isGzip, RpcTraffic? traffic = null)
{
    /// <summary>Writes one frame, or nothing at all if the message is too large.</summary>
    public void Write(T message, IBufferWriter<byte> output)
    {
        var length = messages.Measure(message);
        if (length > maxBytes) throw RpcErrors.SendingTooLarge(length, maxBytes);
        if (isGzip && length > 0)
        {
            WriteCompressed(message, length, output);
            return;
        }

        MessageFrame.WritePrefix(output, MessageFrame.Plain, length);
        messages.Write(message, output);
        traffic?.Sent(MessageFrame.PrefixLength + length);
    }

    private void WriteCompressed(T message, int length, IBufferWriter<byte> output)
    {
        var plain = new ArrayBufferWriter<byte>(length);
        messages.Write(message, plain);
        using var compressed = new MemoryStream();
        Gzip.Compress(plain.WrittenSpan, compressed);
        MessageFrame.WritePrefix(output, MessageFrame.Compressed, (int)compressed.Length);
        output.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        traffic?.Sent(MessageFrame.PrefixLength + compressed.Length);
    }
}
