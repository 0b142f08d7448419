using Runink.Data.Arrow;
using Runink.Data.Arrow.Ipc;

namespace Runink.Data.Tests.Arrow;

/// <summary>Bodies whose buffers are compressed one by one, each behind the length that it will have.</summary>
public sealed class CompressionTests
{
    private static readonly ArrowField Number = new("n", new ArrowType.Int(32, IsSigned: true));

    [Fact]
    public void Buffers_in_lz4_are_read_and_so_are_those_that_were_not_worth_it()
    {
        // 7 in four bytes, eight more from four bytes back, and a 9 as it is: 16 bytes in a block of 12.
        byte[] frame =
        [
            0x04, 0x22, 0x4D, 0x18, 0x40, 0x40, 0, 12, 0, 0, 0, 0x44, 7, 0, 0, 0, 4, 0, 0x40, 9, 0, 0, 0, 0, 0, 0, 0,
        ];
        using var stream = Crafted.Stream(Number,
            Crafted.Batch(4, Crafted.Lz4, [], [16, 0, 0, 0, 0, 0, 0, 0, .. frame]),
            Crafted.Batch(2, Crafted.Lz4, [], [.. BitConverter.GetBytes(-1L), .. Crafted.Ints(5, 6)]),
            Crafted.Batch(0, Crafted.Lz4, [], []));
        using var reader = ArrowStreamReader.Open(stream);
        using (var batch = reader.Read()) Assert.Equal(["7", "7", "7", "9"], Shown.Column(batch!.Columns[0]));
        using (var batch = reader.Read()) Assert.Equal(["5", "6"], Shown.Column(batch!.Columns[0]));
        using (var batch = reader.Read()) Assert.Equal(0, batch!.RowCount);
        Assert.Null(reader.Read());
    }

    [Fact]
    public void Zstd_is_refused_with_advice() =>
        Refused("write it uncompressed or with LZ4", Crafted.Batch(1, Crafted.Zstd, [], [4, 0, 0, 0, 0, 0, 0, 0, 1]));

    [Fact]
    public void Claims_that_a_buffer_cannot_keep_are_refused()
    {
        Refused("claims to decompress", Crafted.Batch(1, Crafted.Lz4, [], [.. BitConverter.GetBytes(long.MaxValue), 1]));
        Refused("claims to decompress", Crafted.Batch(1, Crafted.Lz4, [], [.. BitConverter.GetBytes(1L << 20), 1]));
        Refused("claims to decompress", Crafted.Batch(1, Crafted.Lz4, [], [.. BitConverter.GetBytes(-2L), 1]));
        Refused("no length", Crafted.Batch(1, Crafted.Lz4, [], [4, 0, 0]));
        Refused("no LZ4 frame", Crafted.Batch(1, Crafted.Lz4, [], [4, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]));
    }

    private static void Refused(string words, byte[] message)
    {
        using var reader = ArrowStreamReader.Open(Crafted.Stream(Number, message));
        Assert.Contains(words, Assert.Throws<ArrowFormatException>(() => reader.Read()).Message, StringComparison.Ordinal);
    }
}
