using System.Buffers;
using Runink.Raft;

namespace Runink.Barn.Tests.Transport;

/// <summary>Frames to bytes and back.</summary>
internal static class Frames
{
    public const int MaxInflated = 1 << 20;

    private static readonly FrameReader Reader = new(MaxInflated);

    public static OutgoingFrame Of(params IEnumerable<Message> messages)
    {
        var frame = new OutgoingFrame(SampleMessages.Sender, SampleMessages.Receiver);
        foreach (var message in messages) frame.Add(message, MessageCodec.Measure(message));
        return frame;
    }

    public static byte[] Write(OutgoingFrame frame)
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.Instance.Write(frame, output);
        Assert.Equal(FrameWriter.Instance.Measure(frame), output.WrittenCount);
        return output.WrittenSpan.ToArray();
    }

    public static IncomingFrame Read(byte[] bytes) => Reader.Read(new ReadOnlySequence<byte>(bytes));

    public static IEnumerable<string> Texts(IEnumerable<Message> messages) => messages.Select(SampleMessages.TextOf);
}
