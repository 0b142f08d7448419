using System.Buffers;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>A <c>PutResponse</c>.</summary>
internal sealed class PutReplyWriter : IMessageWriter<PutReply>
{
    public static PutReplyWriter Instance { get; } = new();

    public int Measure(PutReply message) =>
        WireWriter.SizeOfMessage(KeyValueWire.Measure(message.Header))
        + (message.Previous is { } pair ? WireWriter.SizeOfMessage(KeyValueWire.Measure(pair)) : 0);

    public void Write(PutReply message, IBufferWriter<byte> output)
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
