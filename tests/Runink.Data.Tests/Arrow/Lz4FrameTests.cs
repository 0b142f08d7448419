using System.Buffers.Binary;
using System.Text;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Ipc;

namespace Runink.Data.Tests.Arrow;

/// <summary>LZ4 frames, made by hand and at random.</summary>
public sealed class Lz4FrameTests
{
    [Fact]
    public void Literals_and_repetitions_are_put_together()
    {
        // "abc", four more of it from three back and overlapping, then "!".
        var frame = Frame([0x30, (byte)'a', (byte)'b', (byte)'c', 3, 0, 0x10, (byte)'!']);
        Assert.Equal("abcabca!", Text(frame, 8));
    }

    [Fact]
    public void Long_lengths_go_over_several_bytes()
    {
        var frame = Frame([0x1F, (byte)'x', 1, 0, 255, 26, 0x10, (byte)'y']);
        Assert.Equal(new string('x', 1 + 15 + 255 + 26 + 4) + "y", Text(frame, 302));
    }

    [Fact]
    public void Stored_blocks_and_repetitions_from_earlier_blocks_are_read()
    {
        var frame = Head([]).Concat(Block("hello "u8.ToArray(), isStored: true)).Concat(Block([0x01, 6, 0, 0x10, (byte)'!'], isStored: false))
            .Concat(new byte[4]).ToArray();
        Assert.Equal("hello hello!", Text(frame, 12));
    }

    [Fact]
    public void Checksums_and_sizes_are_stepped_over()
    {
        // Independent blocks with checksums, the size of the content, and a checksum of it at the end.
        byte[] frame = [.. Head([5, 0, 0, 0, 0, 0, 0, 0], flags: 0x7C), .. Block([0x50, .. "quick"u8], isStored: false), 1, 2, 3, 4, 0, 0, 0, 0, 9, 9, 9, 9];
        Assert.Equal("quick", Text(frame, 5));
    }

    [Fact]
    public void What_is_damaged_is_an_error_and_nothing_else()
    {
        var frame = Frame([0x30, (byte)'a', (byte)'b', (byte)'c', 3, 0, 0x10, (byte)'!']);
        Assert.Throws<ArrowFormatException>(() => Text(frame, 7));
        Assert.Throws<ArrowFormatException>(() => Text(frame, 9));
        for (var at = 0; at < frame.Length - 8; at++) Assert.Throws<ArrowFormatException>(() => Text(frame[..at], 8));
        // From further back than anything was written.
        Assert.Throws<ArrowFormatException>(() => Text(Frame([0x30, (byte)'a', (byte)'b', (byte)'c', 4, 0, 0x10, (byte)'!']), 8));
        Assert.Throws<ArrowFormatException>(() => Text(Frame([0x30, (byte)'a', (byte)'b', (byte)'c', 0, 0, 0x10, (byte)'!']), 8));
        var random = Seed.Draw();
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = frame.ToArray();
            damaged[random.Next(frame.Length)] = (byte)random.Next(256);
            try
            {
                Text(damaged, 8);
            }
            catch (ArrowFormatException)
            {
                // Refused, as it may.
            }
        }
    }

    private static string Text(byte[] frame, int length)
    {
        var target = new byte[length];
        Lz4Frame.Decompress(frame, target, "c");
        return Encoding.ASCII.GetString(target);
    }

    private static byte[] Frame(byte[] block) => [.. Head([]), .. Block(block, isStored: false), 0, 0, 0, 0];

    private static byte[] Head(byte[] more, byte flags = 0x40) => [0x04, 0x22, 0x4D, 0x18, flags, 0x40, .. more, 0];

    private static byte[] Block(byte[] bytes, bool isStored)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)bytes.Length | (isStored ? 0x8000_0000 : 0));
        return [.. size, .. bytes];
    }
}
