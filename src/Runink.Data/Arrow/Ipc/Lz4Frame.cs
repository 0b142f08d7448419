using System.Buffers.Binary;

namespace Runink.Data.Arrow.Ipc;

/// <summary>
/// Decompresses LZ4 frames, as Arrow bodies may hold them. The size is known ahead, so nothing is written outside the target; the
/// optional checksums are skipped, since every value is checked for what it means anyway.
/// </summary>
internal static class Lz4Frame
{
    private const uint Magic = 0x184D2204;
    private const uint IsStored = 0x8000_0000;

    /// <summary>Fills the target exactly.</summary>
    internal static void Decompress(ReadOnlySpan<byte> frame, Span<byte> target, string column)
    {
        try
        {
            if (Frame(frame, target) == target.Length) return;
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException)
        {
            // Every access is a checked one: a damaged frame ends here.
        }
        throw new ArrowFormatException($"a buffer of the column \"{column}\" is no LZ4 frame of {target.Length} bytes");
    }

    private static int Frame(ReadOnlySpan<byte> frame, Span<byte> target)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic) return -1;
        var flags = frame[4];
        const int version = 0x40;
        if ((flags & 0xC0) != version) return -1;
        var hasBlockChecksum = (flags & 0x10) != 0;
        var at = 7 + ((flags & 0x08) != 0 ? 8 : 0) + ((flags & 0x01) != 0 ? 4 : 0);
        var written = 0;
        while (true)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(frame[at..]);
            if (size == 0) return written;
            var block = frame.Slice(at + 4, (int)(size & ~IsStored));
            at += 4 + block.Length + (hasBlockChecksum ? 4 : 0);
            if ((size & IsStored) == 0)
            {
                written = Block(block, target, written);
                continue;
            }
            block.CopyTo(target[written..]);
            written += block.Length;
        }
    }

    /// <summary>One block: literals and copies of what was written before, also by earlier blocks.</summary>
    private static int Block(ReadOnlySpan<byte> block, Span<byte> target, int written)
    {
        var at = 0;
        while (true)
        {
            var token = block[at++];
            var literals = Length(block, ref at, token >> 4);
            block.Slice(at, literals).CopyTo(target[written..]);
            (at, written) = (at + literals, written + literals);
            if (at == block.Length) return written;
            var distance = BinaryPrimitives.ReadUInt16LittleEndian(block[at..]);
            at += 2;
            var length = Length(block, ref at, token & 15) + 4;
            if (distance == 0 || distance > written) throw new ArgumentOutOfRangeException(nameof(block));
            Repeat(target.Slice(written - distance, distance + length), distance);
            written += length;
        }
    }

    private static int Length(ReadOnlySpan<byte> block, ref int at, int length)
    {
        if (length < 15) return length;
        byte more;
        do
        {
            more = block[at++];
            length += more;
        }
        while (more == 255);
        return length;
    }

    /// <summary>Fills a span with its own beginning, which may be shorter than what is to be copied.</summary>
    private static void Repeat(Span<byte> span, int distance)
    {
        for (var done = distance; done < span.Length; done *= 2)
            span[..Math.Min(done, span.Length - done)].CopyTo(span[done..]);
    }
}
