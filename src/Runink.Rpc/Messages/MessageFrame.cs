using System.Buffers;
using System.Buffers.Binary;

namespace Runink.Rpc;

/// <summary>How gRPC frames messages in a stream: a flag (1: compressed), the length in four bytes, the message.</summary>
internal static class MessageFrame
{
    public const int PrefixLength = 5;
    public const byte Plain = 0;
    public const byte Compressed = 1;

    /// <summary>Takes one frame off the front of <paramref name="buffer"/>, if it is there whole.</summary>
    public static bool TryTake(
        ref ReadOnlySequence<byte> buffer, int maxBytes, out bool isCompressed, out ReadOnlySequence<byte> payload)
    {
        isCompressed = false;
        payload = default;
        if (buffer.Length < PrefixLength) return false;
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        if (prefix[0] > Compressed) throw RpcErrors.UnknownFlag(prefix[0]);
        isCompressed = prefix[0] == Compressed;
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > maxBytes) throw RpcErrors.ReceivedTooLarge(length, maxBytes);
        if (buffer.Length - PrefixLength < length) return false;
        payload = buffer.Slice(PrefixLength, length);
        buffer = buffer.Slice(payload.End);
        return true;
    }

    public static void WritePrefix(IBufferWriter<byte> output, byte flag, int length)
    {
        var span = output.GetSpan(PrefixLength);
        span[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], length);
        output.Advance(PrefixLength);
    }
}
