using System.Buffers;

namespace Runink.Barn;

/// <summary>A <c>PutResponse</c>.</summary>
internal sealed class PutReplyMarshaller : ReplyMarshaller<PutReply>
{
    public static PutReplyMarshaller Instance { get; } = new();

    public override int Measure(PutReply message) =>
        WireWriter.SizeOfMessage(KeyValueWire.Measure(message.Header))
        + (message.Previous is { } pair ? WireWriter.SizeOfMessage(KeyValueWire.Measure(pair)) : 0);

    public override void Write(PutReply message, IBufferWriter<byte> output)
    {
        var writer = new WireWriter(output);
        KeyValueWire.Write(ref writer, message.Header);
        if (message.Previous is { } pair)
        {
            writer.Message(2, KeyValueWire.Measure(pair));
            KeyValueWire.Write(ref writer, pair);
        }

        writer.Finish();
    }
}
