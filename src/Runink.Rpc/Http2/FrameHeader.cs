using System.Buffers;
using System.Buffers.Binary;

namespace Runink.Rpc;

/// <summary>The nine bytes before every frame's payload (RFC 9113, section 4.1).</summary>
internal readonly record struct FrameHeader(int Length, FrameType Type, FrameFlags Flags, int StreamId)
{
    public const int Size = 9;

    private const int StreamMask = int.MaxValue;

    public bool Has(FrameFlags flag) => (Flags & flag) != FrameFlags.None;

    /// <summary>Reads the header that <paramref name="buffer"/> begins with; it must be there whole.</summary>
    public static FrameHeader Read(in ReadOnlySequence<byte> buffer)
    {
        var first = buffer.FirstSpan;
        if (first.Length >= Size) return Read(first);
        Span<byte> copy = stackalloc byte[Size];
        buffer.Slice(0, Size).CopyTo(copy);
        return Read(copy);
    }

    public static void Write(Span<byte> target, int length, FrameType type, FrameFlags flags, int streamId)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, ((uint)length << 8) | (uint)type);
        target[4] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(target[5..], streamId);
    }

    private static FrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        var start = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return new FrameHeader(
            (int)(start >> 8), (FrameType)(byte)start, (FrameFlags)bytes[4], BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) & StreamMask);
    }
}
