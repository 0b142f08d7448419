namespace Runink.Rpc.Http2.Hpack;

/// <summary>What no encoder writes ends the connection, and what is only too much does not.</summary>
public sealed class HpackMalformedTests
{
    private readonly HpackDecoder _decoder = new(100, 200);

    [Fact]
    public void The_index_0_is_none() => AssertMalformed("80");

    [Theory]
    [InlineData("BE")]
    [InlineData("7E 01 61")]
    [InlineData("0F 2F 01 61")]
    [InlineData("FF FF FF FF 7F")]
    public void An_index_beyond_the_table_is_none(string block) => AssertMalformed(block);

    [Fact]
    public void An_index_of_what_was_evicted_is_none()
    {
        Decode("40 01 61 01 62 BE");
        AssertMalformed("20 BE");
    }

    [Theory]
    [InlineData("FF")]
    [InlineData("FF 80")]
    [InlineData("3F")]
    [InlineData("40")]
    [InlineData("40 01")]
    [InlineData("40 01 61")]
    [InlineData("40 01 61 02 62")]
    [InlineData("41")]
    [InlineData("41 7F")]
    [InlineData("00 02 61")]
    [InlineData("41 FF 80")]
    [InlineData("41 FF FF FF FF 7F 61")]
    public void A_block_does_not_end_within_a_field(string block) => AssertMalformed(block);

    [Theory]
    [InlineData("FF 80 80 80 80 80 00")]
    [InlineData("00 7F 80 80 80 80 80 00")]
    [InlineData("3F E0 80 80 80 80 80 80 80 80 80 80 00")]
    public void An_integer_has_no_more_than_five_bytes_after_its_first(string block) => AssertMalformed(block);

    [Theory]
    [InlineData("FF FF FF FF FF 7F")]
    [InlineData("FF FF FF FF FF 0F")]
    [InlineData("FF 82 FF FF 7F")]
    [InlineData("00 7F FF FF FF FF 7F")]
    public void An_integer_does_not_overflow(string block) => AssertMalformed(block);

    [Fact]
    public void An_integer_may_be_written_longer_than_it_must()
    {
        var value = string.Concat(Enumerable.Repeat("62", 127));
        Assert.Equal([new HeaderField("a", new string('b', 127))], Decode("00 81 1F 7F 80 80 80 80 00" + value));
    }

    [Fact]
    public void The_largest_integer_is_one_and_no_more()
    {
        // 2^28 is 31 + 0x0FFFFFE1; both are too large for this table, but only one is an integer.
        Assert.Equal("the table is made larger than it may be", AssertMalformed("3F E1 FF FF 7F").Message);
        Assert.Equal("an integer is too large", AssertMalformed("3F E2 FF FF 7F").Message);
    }

    [Theory]
    [InlineData("3F 46")]
    [InlineData("20 3F 46")]
    public void The_table_is_not_made_larger_than_it_may_be(string block)
    {
        Decode("3F 45");
        AssertMalformed(block);
    }

    [Theory]
    [InlineData("82 20")]
    [InlineData("20 82 20")]
    [InlineData("40 01 61 01 62 20 BE")]
    public void The_size_of_the_table_changes_only_before_the_first_field(string block) => AssertMalformed(block);

    [Fact]
    public void The_size_of_the_table_changes_at_most_twice()
    {
        Assert.Single(Decode("20 3F 45 82"));
        AssertMalformed("20 21 22 82");
    }

    [Theory]
    [InlineData("FF FF FF FF")]
    [InlineData("FF FF FF FC 7F")]
    [InlineData("1F FF FF FF E3")]
    public void A_Huffman_string_does_not_hold_its_end(string text) =>
        Assert.Equal("a Huffman string holds its end", AssertMalformed($"41 {0x80 + text.Split(' ').Length:X2} {text}").Message);

    [Theory]
    [InlineData("FF")]
    [InlineData("1F FF")]
    [InlineData("FF FF")]
    [InlineData("FF FF FF")]
    [InlineData("3F FF FF FF")]
    public void A_Huffman_string_is_padded_with_less_than_a_byte(string text) =>
        AssertMalformed($"41 {0x80 + text.Split(' ').Length:X2} {text}");

    [Theory]
    [InlineData("18")]
    [InlineData("1E")]
    [InlineData("1B")]
    [InlineData("FE")]
    [InlineData("FF C0")]
    public void A_Huffman_string_is_padded_with_ones(string text) =>
        AssertMalformed($"41 {0x80 + text.Split(' ').Length:X2} {text}");

    [Fact]
    public void What_is_too_large_is_read_to_its_end()
    {
        // Four fields of 64 bytes: three are below 200.
        var block = string.Concat(Enumerable.Range(0, 4).Select(i => "40 01 61 1F" + string.Concat(Enumerable.Repeat($"3{i}", 31))));
        var fields = new List<HeaderField>();
        Assert.Throws<HeadersTooLargeException>(() => _decoder.Decode(Bytes(block), fields));
        Assert.Equal(["0", "1", "2"], fields.Select(field => field.Value[..1]));
        Assert.Equal([new HeaderField("a", new string('3', 31))], Decode("BE"));
    }

    [Fact]
    public void What_is_too_large_may_yet_be_malformed() => AssertMalformed(string.Concat(Enumerable.Repeat("82", 10)) + "80");

    [Fact]
    public void After_the_first_field_that_is_too_large_no_smaller_one_is_taken()
    {
        var fields = new List<HeaderField>();
        var large = "00 01 61 7F 51" + string.Concat(Enumerable.Repeat("62", 127 + 0x51));
        Assert.Throws<HeadersTooLargeException>(() => _decoder.Decode(Bytes("82" + large + "82"), fields));
        Assert.Equal([new HeaderField(":method", "GET")], fields);
    }

    [Fact]
    public void Headers_of_just_the_limit_are_taken()
    {
        Assert.Single(Decode("00 01 61 7F 28" + string.Concat(Enumerable.Repeat("62", 167))));
        Assert.Throws<HeadersTooLargeException>(() => Decode("00 01 61 7F 29" + string.Concat(Enumerable.Repeat("62", 168))));
    }

    private static byte[] Bytes(string block) => Convert.FromHexString(block.Replace(" ", "", StringComparison.Ordinal));

    private List<HeaderField> Decode(string block)
    {
        var fields = new List<HeaderField>();
        _decoder.Decode(Bytes(block), fields);
        return fields;
    }

    private HpackException AssertMalformed(string block) => Assert.Throws<HpackException>(() => Decode(block));
}
