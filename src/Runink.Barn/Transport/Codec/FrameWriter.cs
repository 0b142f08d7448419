using System.Buffers;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Writes frames: the protobuf message <c>runink.peer.v1.Frame</c>.</summary>
internal sealed class FrameWriter : IMessageWriter<OutgoingFrame>
{
    private const int FixedBytes = 2 * (1 + sizeof(ulong));

    public static FrameWriter Instance { get; } = new();

    public int Measure(OutgoingFrame message) => message.Deflated.IsEmpty
        ? FixedBytes + message.PlainBytes
        : FixedBytes + WireWriter.SizeOfBytes(message.Deflated.Length) + WireWriter.SizeOfField(message.PlainBytes);

    public void Write(OutgoingFrame message, IBufferWriter<byte> output)
    {
        var writer = new WireWriter(output);
        writer.Fixed(1, message.From.Value);
        writer.Fixed(2, message.To.Value);
        if (!message.Deflated.IsEmpty)
        {
            writer.Bytes(4, message.Deflated);
            writer.Number(5, message.PlainBytes);
        }

        writer.Finish();
        if (message.Deflated.IsEmpty) WriteMessages(message, output);
    }

    /// <summary>Writes the messages as fields of a frame.</summary>
    public static void WriteMessages(OutgoingFrame frame, IBufferWriter<byte> output)
    {
        var writer = new WireWriter(output);
        for (var i = 0; i < frame.Messages.Count; i++)
        {
            var (message, size) = frame.Messages[i];
            writer.Message(3, size);
            MessageCodec.Write(ref writer, message);
        }

        writer.Finish();
    }
}
