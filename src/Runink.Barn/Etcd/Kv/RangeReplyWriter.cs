using System.Buffers;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>A <c>RangeResponse</c>, written from the state itself.</summary>
internal sealed class RangeReplyWriter : IMessageWriter<RangeReply>
{
    public static RangeReplyWriter Instance { get; } = new();

    public int Measure(RangeReply message)
    {
        long size = WireWriter.SizeOfMessage(KeyValueWire.Measure(message.Header)) + WireWriter.SizeOfField(message.Result.Count);
        if (message.Result.More) size += 2;
        foreach (var pair in message.Result.Pairs)
            size += WireWriter.SizeOfMessage(KeyValueWire.Measure(pair));

        // Two GiB are the end of what one message can hold; the limit of the server is below it and says so.
        return (int)Math.Min(size, int.MaxValue);
    }

    public void Write(RangeReply message, IBufferWriter<byte> output)
    {
        var writer = new WireWriter(output);
        KeyValueWire.Write(ref writer, message.Header);
        foreach (var pair in message.Result.Pairs)
        {
            writer.Message(2, KeyValueWire.Measure(pair));
            KeyValueWire.Write(ref writer, pair);
        }

        writer.Number(3, message.Result.More ? 1 : 0);
        writer.Number(4, message.Result.Count);
        writer.Finish();
    }
}
