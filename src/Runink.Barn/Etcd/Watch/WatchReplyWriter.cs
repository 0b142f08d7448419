using System.Buffers;
using System.Text;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>A <c>WatchResponse</c>, written from the state itself.</summary>
internal sealed class WatchReplyWriter : IMessageWriter<WatchReply>
{
    public static WatchReplyWriter Instance { get; } = new();

    public int Measure(WatchReply message)
    {
        long size = MeasureHead(message);
        foreach (var one in message.Events.Span) size += MeasureField(one);
        return (int)Math.Min(size, int.MaxValue);
    }

    /// <summary>The bytes of a message but for its events.</summary>
    public static int MeasureHead(in WatchReply message) =>
        WireWriter.SizeOfMessage(KeyValueWire.Measure(message.Header)) + WireWriter.SizeOfField(message.WatchId)
        + Flag(message.Created) + Flag(message.Canceled) + WireWriter.SizeOfField(message.CompactRevision)
        + WireWriter.SizeOfBytes(Encoding.UTF8.GetByteCount(message.CancelReason ?? "")) + Flag(message.Fragment);

    /// <summary>The bytes that an event adds to a message.</summary>
    public static int MeasureField(in WatchEvent one) => WireWriter.SizeOfMessage(MeasureEvent(one));

    public void Write(WatchReply message, IBufferWriter<byte> output)
    {
        var writer = new WireWriter(output);
        KeyValueWire.Write(ref writer, message.Header);
        writer.Number(2, message.WatchId);
        writer.Number(3, message.Created ? 1 : 0);
        writer.Number(4, message.Canceled ? 1 : 0);
        writer.Number(5, message.CompactRevision);
        if (message.CancelReason is { } reason) writer.Bytes(6, Encoding.UTF8.GetBytes(reason));
        writer.Number(7, message.Fragment ? 1 : 0);
        foreach (var one in message.Events.Span) Write(ref writer, one);
        writer.Finish();
    }

    private static void Write(ref WireWriter writer, in WatchEvent one)
    {
        writer.Message(11, MeasureEvent(one));
        writer.Number(1, one.Version.IsTombstone ? 1 : 0);
        writer.Message(2, KeyValueWire.Measure(one.Version));
        KeyValueWire.Write(ref writer, one.Version);
        if (one.Previous is not { } previous) return;
        writer.Message(3, KeyValueWire.Measure(previous));
        KeyValueWire.Write(ref writer, previous);
    }

    private static int MeasureEvent(in WatchEvent one) =>
        Flag(one.Version.IsTombstone) + WireWriter.SizeOfMessage(KeyValueWire.Measure(one.Version))
        + (one.Previous is { } previous ? WireWriter.SizeOfMessage(KeyValueWire.Measure(previous)) : 0);

    private static int Flag(bool value) => value ? 2 : 0;
}
