using Runink.Rpc.Fixtures;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2.Hpack;

public sealed class HpackDecoderTests
{
    /// <summary>All bytes from 0 to 255 in Huffman's code.</summary>
    private const string EveryByte =
        "FFC7FFFD8FFFFFE2FFFFFE3FFFFFE4FFFFFE5FFFFFE6FFFFFE7FFFFFE8FFFFEAFFFFFFF3FFFFFA7FFFFFABFFFFFFDFFFFFEBFFFFFECFFFFFEDFF" +
        "FFFEEFFFFFEFFFFFFF0FFFFFF1FFFFFF2FFFFFFFBFFFFFCFFFFFFD3FFFFFD7FFFFFDBFFFFFDFFFFFFE3FFFFFE7FFFFFEBFFFFFED4FE3F9FFAFFC" +
        "ABF1FEBFAFEFE7FDFD2CBB00089969B71D79FB9F7FFF20FFBFF3FF50DDBD7F061C58F265CD9F469D5AF66DDDBF871E5F9CFF7FF7FFFC3FF9FFE4" +
        "5FFF4719242CB34E6E9D68A6A3D7DAC426DEFE3CFAF7FFFBFE7FFBFFDFFFFFFCFFFE6FFFF4BFFF9FFFFA3FFFD3FFFF53FFFD5FFFFB3FFFEB7FFF" +
        "DAFFFFB7FFFF73FFFEEFFFFDEFFFFEBFFFFBFFFFFD9FFFFDBFFFEBFFFFE0FFFFEEFFFFC3FFFF8BFFFF1FFFFE4FFFEE7FFFB1FFFF97FFFD9FFFFC" +
        "DFFFF9FFFFFBFFFFDAFFFEEFFFF4FFFFB7FFFEE7FFFE8FFFFD3FFFDEFFFFD5FFFEEFFFFBDFFFFE1FFFDFFFFF7FFFFF5FFFFECFFFF07FFF87FFFE" +
        "0FFFF17FFFEDFFFF87FFFF77FFFEFFFFEAFFFF8BFFFE3FFFF93FFFF87FFFCBFFFF37FFFF1FFFFF83FFFFE1FFFEBFFFE3FFFF3FFFFF2FFFFA3FFF" +
        "FD9FFFFF17FFFFC7FFFFF27FFFFDEFFFFFBFFFFFF2FFFFF8FFFFFB7FFF97FFF8FFFFFE6FFFFFC1FFFFF87FFFFE7FFFFFC5FFFFE5FFFE4FFFF2FF" +
        "FFFD1FFFFF4FFFFFFEFFFFFE3FFFFFC9FFFFF97FFFB3FFFFCFFFFB7FFFCDFFFF4FFFF9FFFFD1FFFFCFFFFEAFFFFAFFFFFDDFFFFEFFFFFF4FFFFF" +
        "5FFFFFABFFFFA7FFFFD7FFFFF9BFFFFECFFFFFB7FFFFF3FFFFFE8FFFFFD3FFFFFABFFFFF5FFFFFFF7FFFFECFFFFFDBFFFFFBBFFFFF7FFFFFF0FF" +
        "FFFBBF";

    [Fact]
    public void Every_byte_has_its_code()
    {
        var all = string.Concat(Enumerable.Range(0, 256).Select(value => (char)value));
        Assert.Equal(all, HpackHuffman.Decode(Convert.FromHexString(EveryByte)));
    }

    [Fact]
    public void Every_Huffman_string_is_read_as_what_it_is()
    {
        var seeded = Seed.Random();
        for (var i = 0; i < Seed.Inputs(20_000); i++)
        {
            var text = RandomHeaders.Text(seeded.Random);
            Assert.True(HpackHuffman.Decode(RawHuffman.Encode(text)) == text, $"{seeded.Name}: {text}");
        }
    }

    [Fact]
    public void An_empty_block_has_no_fields()
    {
        var fields = new List<HeaderField>();
        new HpackDecoder(4096, 0).Decode([], fields);
        Assert.Empty(fields);
    }

    [Fact]
    public void Fields_are_appended()
    {
        var fields = new List<HeaderField> { new("a", "b") };
        new HpackDecoder(4096, 100).Decode([0x82], fields);
        Assert.Equal([new HeaderField("a", "b"), new HeaderField(":method", "GET")], fields);
    }

    [Fact]
    public void What_is_larger_than_the_table_empties_it()
    {
        var decoder = new HpackDecoder(40, 1000);
        var fields = new List<HeaderField>();
        decoder.Decode([0x40, 1, (byte)'a', 1, (byte)'b', 0xBE, 0x7E, 8, 1, 2, 3, 4, 5, 6, 7, 8], fields);
        Assert.Equal(["b", "b", "\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008"], fields.Select(field => field.Value));
        Assert.Equal("a", fields[2].Name);
        Assert.Throws<HpackException>(() => decoder.Decode([0xBE], fields));
    }

    [Fact]
    public void Indexed_fields_cost_no_memory()
    {
        var decoder = new HpackDecoder(4096, 10_000);
        var fields = new List<HeaderField>(64);
        var writer = new BlockWriter(4096);
        for (var i = 0; i < 20; i++)
        {
            writer.Integer(0x40, 6, 0);
            writer.Text($"name-{i}", isHuffman: true);
            writer.Text($"value-{i}", isHuffman: false);
        }

        decoder.Decode(writer.Take(), fields);
        var made = fields.ToArray();
        for (var i = 0; i < 20; i++) writer.Integer(0x80, 7, 61 + 20 - i);
        writer.Integer(0x80, 7, 2);
        var block = writer.Take();

        var before = 0L;
        for (var i = 0; i < 1_000; i++)
        {
            if (i == 1) before = GC.GetAllocatedBytesForCurrentThread();
            fields.Clear();
            decoder.Decode(block, fields);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        for (var i = 0; i < made.Length; i++)
        {
            Assert.Same(made[i].Name, fields[i].Name);
            Assert.Same(made[i].Value, fields[i].Value);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(200)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void Blocks_of_a_connection_come_back_whatever_the_table(int maxTableBytes)
    {
        var seeded = Seed.Random();
        var writer = new BlockWriter(maxTableBytes);
        var decoder = new HpackDecoder(maxTableBytes, int.MaxValue);
        for (var i = 0; i < Seed.Inputs(2_000); i++)
        {
            var (block, sent) = RandomHeaders.Block(writer, maxTableBytes, seeded.Random);
            var fields = new List<HeaderField>();
            decoder.Decode(block, fields);
            Assert.True(fields.SequenceEqual(sent), $"{seeded.Name}, block {i}: {Convert.ToHexString(block)}");
        }
    }
}
