using System.Buffers;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Http2.Hpack;

public sealed class HpackEncoderTests
{
    private readonly ArrayBufferWriter<byte> _output = new();

    [Theory]
    [InlineData(200, "88")]
    [InlineData(204, "89")]
    [InlineData(206, "8A")]
    [InlineData(304, "8B")]
    [InlineData(400, "8C")]
    [InlineData(404, "8D")]
    [InlineData(500, "8E")]
    [InlineData(100, "0803313030")]
    [InlineData(415, "0803343135")]
    [InlineData(999, "0803393939")]
    public void A_status_is_an_index_or_three_digits(int status, string block)
    {
        HpackEncoder.WriteStatus(_output, status);
        Assert.Equal(block, Convert.ToHexString(_output.WrittenSpan));
        Assert.Equal([new HeaderField(":status", $"{status}")], Decode());
    }

    [Theory]
    [InlineData(99)]
    [InlineData(1000)]
    [InlineData(-200)]
    public void A_status_has_three_digits(int status) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HpackEncoder.WriteStatus(_output, status));

    [Theory]
    [InlineData(":path", "/", "04012F")]
    [InlineData("content-type", "a", "0F100161")]
    [InlineData("Content-Type", "a", "0F100161")]
    [InlineData("X-A", "", "0003782D6100")]
    [InlineData("WWW-Authenticate", "\u00FC", "0F2E01FC")]
    public void A_header_is_a_literal_with_the_name_in_lower_case(string name, string value, string block)
    {
        HpackEncoder.Write(_output, name, value);
        Assert.Equal(block, Convert.ToHexString(_output.WrittenSpan));
    }

    [Theory]
    [InlineData("\u00FF\u0100\uFF21", "\u00FF??")]
    [InlineData("\U0001F600", "??")]
    [InlineData("\u560A\t\u007F", "?\t\u007F")]
    public void What_is_not_Latin_becomes_a_question_mark(string value, string sent)
    {
        HpackEncoder.Write(_output, "a", value);
        Assert.Equal([new HeaderField("a", sent)], Decode());
    }

    [Theory]
    [InlineData("a", "b\r")]
    [InlineData("a", "\nb")]
    [InlineData("content-type", "b\0b")]
    [InlineData("", "b")]
    [InlineData("a\n", "b")]
    [InlineData("a b", "b")]
    [InlineData("\u212A", "b")]
    [InlineData("\u00FC", "b")]
    public void What_would_break_the_block_is_not_written(string name, string value)
    {
        Assert.Throws<InvalidOperationException>(() => HpackEncoder.Write(_output, name, value));
        Assert.Equal(0, _output.WrittenCount);
    }

    [Fact]
    public void Every_name_of_the_static_table_is_sent_as_the_first_index_that_has_it()
    {
        var entries = HpackStaticTable.Entries.ToArray();
        Assert.Equal(61, entries.Length);
        foreach (var name in entries.Select(entry => entry.Name))
        {
            var writer = new BlockWriter(0);
            writer.Integer(0, 4, Array.FindIndex(entries, entry => entry.Name == name) + 1);
            writer.Text("v", isHuffman: false);
            _output.Clear();
            HpackEncoder.Write(_output, name, "v");
            Assert.Equal(writer.Take(), _output.WrittenSpan.ToArray());
        }
    }

    [Fact]
    public void Everything_that_is_written_is_read_again()
    {
        var seeded = Seed.Random();
        for (var i = 0; i < Seed.Inputs(5_000); i++)
        {
            _output.Clear();
            var expected = new List<HeaderField>();
            for (var count = seeded.Random.Next(12); count > 0; count--)
            {
                var name = seeded.Random.Next(2) == 0
                    ? HpackStaticTable.Entries[seeded.Random.Next(61)].Name
                    : string.Concat(Enumerable.Range(0, seeded.Random.Next(1, 300)).Select(_ => (char)seeded.Random.Next('!', '~' + 1)));
                var value = string.Concat(RandomHeaders.Text(seeded.Random).Where(c => c is not ('\r' or '\n' or '\0')));
                HpackEncoder.Write(_output, seeded.Random.Next(2) == 0 ? name : name.ToUpperInvariant(), value);
                expected.Add(new HeaderField(name.ToLowerInvariant(), value));
            }

            Assert.True(Decode().SequenceEqual(expected), $"{seeded.Name}: {Convert.ToHexString(_output.WrittenSpan)}");
        }
    }

    private List<HeaderField> Decode()
    {
        var fields = new List<HeaderField>();
        new HpackDecoder(0, int.MaxValue).Decode(_output.WrittenSpan, fields);
        return fields;
    }
}
