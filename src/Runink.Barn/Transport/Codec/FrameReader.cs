using System.Buffers;
using System.IO.Compression;
using Runink.Raft;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Reads frames: the protobuf message <c>runink.peer.v1.Frame</c>. Nothing of the bytes is kept.</summary>
/// <param name="maxInflatedBytes">What a deflated frame may hold, at most.</param>
internal sealed class FrameReader(int maxInflatedBytes) : IMessageReader<IncomingFrame>
{
    /// <summary>Messages of one frame that are taken, at most: more than any sender puts into one.</summary>
    private const int MaxMessages = 4 * OutgoingFrame.MaxMessages;

    private const int MessagesField = 3;

    /// <exception cref="InvalidDataException">The bytes are no frame.</exception>
    public IncomingFrame Read(in ReadOnlySequence<byte> message)
    {
        if (message.IsSingleSegment) return Read(message.FirstSpan);
        var whole = ArrayPool<byte>.Shared.Rent((int)message.Length);
        try
        {
            message.CopyTo(whole);
            return Read(whole.AsSpan(0, (int)message.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private IncomingFrame Read(ReadOnlySpan<byte> bytes)
    {
        var (from, to, inflated) = (NodeId.None, NodeId.None, 0UL);
        var deflated = default((int Offset, int Length));
        var input = new WireReader(bytes);
        while (input.Next())
        {
            switch (input.Field)
            {
                case 1: from = new NodeId(input.Fixed()); break;
                case 2: to = new NodeId(input.Fixed()); break;
                case 4: deflated = input.Bytes(); break;
                case 5: inflated = input.Unsigned(); break;
                default: input.Skip(); break;
            }
        }

        if (from == NodeId.None || to == NodeId.None) throw new InvalidDataException("a frame without sender or receiver");
        var (messages, unknown) = deflated.Length == 0
            ? Messages(bytes, from, to)
            : Inflate(bytes.Slice(deflated.Offset, deflated.Length), inflated, from, to);
        return new IncomingFrame(from, to, messages, unknown, bytes.Length);
    }

    private (List<Message> Messages, int Unknown) Inflate(ReadOnlySpan<byte> deflated, ulong length, NodeId from, NodeId to)
    {
        if (length > (ulong)maxInflatedBytes)
            throw new InvalidDataException($"a frame of {length} bytes, where {maxInflatedBytes} are the limit");
        // One byte more shows whether it ends where it says.
        var plain = ArrayPool<byte>.Shared.Rent((int)length + 1);
        try
        {
            return Messages(Inflate(deflated, plain, (int)length), from, to);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    private static ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> deflated, byte[] plain, int length)
    {
        using var inflate = new DeflateStream(new MemoryStream(deflated.ToArray()), CompressionMode.Decompress);
        return inflate.ReadAtLeast(plain.AsSpan(0, length + 1), length + 1, throwOnEndOfStream: false) == length
            ? plain.AsSpan(0, length)
            : throw new InvalidDataException($"a deflated frame does not hold {length} bytes");
    }

    private static (List<Message> Messages, int Unknown) Messages(ReadOnlySpan<byte> bytes, NodeId from, NodeId to)
    {
        var messages = new List<Message>();
        var (unknown, entries) = (0, 0);
        var input = new WireReader(bytes);
        while (input.Next())
        {
            if (input.Field != MessagesField)
            {
                input.Skip();
                continue;
            }

            var (offset, length) = input.Bytes();
            var message = MessageCodec.Read(bytes.Slice(offset, length), from, to);
            if (message is null) unknown++;
            else messages.Add(message);
            entries += message switch { AppendRequest m => m.Entries.Count, Feed m => m.Entries.Count, _ => 0 };
            if (messages.Count > MaxMessages || entries > MessageCodec.MaxEntries)
                throw new InvalidDataException($"a frame of {messages.Count} messages with {entries} entries");
        }

        return (messages, unknown);
    }
}
