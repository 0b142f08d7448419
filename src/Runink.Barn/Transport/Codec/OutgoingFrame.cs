using System.Buffers;
using System.IO.Compression;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>Messages that leave together. Used again for the next ones. Not thread-safe.</summary>
/// <param name="from">Who sends.</param>
/// <param name="to">To whom.</param>
internal sealed class OutgoingFrame(NodeId from, NodeId to)
{
    /// <summary>Messages of one frame, at most.</summary>
    public const int MaxMessages = 4096;

    private readonly List<(Message Message, int Size)> _messages = [];
    private readonly ArrayBufferWriter<byte> _plain = new();
    private byte[] _deflated = [];

    public NodeId From { get; } = from;

    public NodeId To { get; } = to;

    /// <summary>The messages and how long each is on the wire.</summary>
    public IReadOnlyList<(Message Message, int Size)> Messages => _messages;

    /// <summary>The bytes of the messages on the wire as fields of the frame, plain.</summary>
    public int PlainBytes { get; private set; }

    /// <summary>The messages deflated; empty: they leave plain.</summary>
    public ReadOnlySpan<byte> Deflated => _deflated;

    /// <summary>Adds a message that is so long by <see cref="MessageCodec.Measure"/>.</summary>
    public void Add(Message message, int size)
    {
        _messages.Add((message, size));
        PlainBytes += WireWriter.SizeOfMessage(size);
    }

    public void Clear()
    {
        _messages.Clear();
        _deflated = [];
        PlainBytes = 0;
    }

    /// <summary>Deflates the messages if that makes them smaller by a quarter.</summary>
    /// <returns>Whether it did.</returns>
    public bool TryDeflate()
    {
        _plain.ResetWrittenCount();
        FrameWriter.WriteMessages(this, _plain);
        using var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(_plain.WrittenSpan);
        if (target.Length > PlainBytes - (PlainBytes / 4)) return false;
        _deflated = target.ToArray();
        return true;
    }
}
