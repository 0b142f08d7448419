namespace Runink.Rpc.Http2.Hpack;

/// <summary>The examples of RFC 7541, appendix C: the fields of each block, and what the table holds after it.</summary>
public sealed class HpackExamplesTests
{
    private const string Date = "date: Mon, 21 Oct 2013 20:13:21 GMT";
    private const string LaterDate = "date: Mon, 21 Oct 2013 20:13:22 GMT";
    private const string Location = "location: https://www.example.com";
    private const string Authority = ":authority: www.example.com";
    private const string NoCache = "cache-control: no-cache";
    private const string Private = "cache-control: private";
    private const string Custom = "custom-key: custom-value";
    private const string Cookie = "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";
    private const string Gzip = "content-encoding: gzip";

    [Fact]
    public void C1_integers()
    {
        Assert.Equal(10, new HpackReader([0xEA]).ReadInteger(5));
        Assert.Equal(1337, new HpackReader([0xFF, 0x9A, 0x0A]).ReadInteger(5));
        Assert.Equal(42, new HpackReader([0x2A]).ReadInteger(8));
    }

    [Fact]
    public void C1_integers_as_sizes_of_the_table()
    {
        var decoder = new HpackDecoder(1337, 1000);
        Assert.Empty(Decode(decoder, "2A 3F9A0A"));
        Assert.Throws<HpackException>(() => Decode(decoder, "3F9B0A"));
    }

    [Fact]
    public void C2_fields_one_by_one()
    {
        Check(4096, ("400a637573746f6d2d6b65790d637573746f6d2d686561646572", ["custom-key: custom-header"], ["custom-key: custom-header"]));
        Check(4096, ("040c2f73616d706c652f70617468", [":path: /sample/path"], []));
        Check(4096, ("100870617373776f726406736563726574", ["password: secret"], []));
        Check(4096, ("82", [":method: GET"], []));
    }

    [Theory]
    [InlineData(
        "828684410f7777772e6578616d706c652e636f6d",
        "828684be58086e6f2d6361636865",
        "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565")]
    [InlineData("828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf", "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")]
    public void C3_and_C4_requests(string first, string second, string third) => Check(
        4096,
        (first, [":method: GET", ":scheme: http", ":path: /", Authority], [Authority]),
        (second, [":method: GET", ":scheme: http", ":path: /", Authority, NoCache], [NoCache, Authority]),
        (third, [":method: GET", ":scheme: https", ":path: /index.html", Authority, Custom], [Custom, NoCache, Authority]));

    [Theory]
    [InlineData(
        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d54" +
        "6e1768747470733a2f2f7777772e6578616d706c652e636f6d",
        "4803333037c1c0bf",
        "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157" +
        "454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31")]
    [InlineData(
        "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
        "4883640effc1c0bf",
        "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab27" +
        "0fb5291f9587316065c003ed4ee5b1063d5007")]
    public void C5_and_C6_responses_with_evictions(string first, string second, string third) => Check(
        256,
        (first, [":status: 302", Private, Date, Location], [Location, Date, Private, ":status: 302"]),
        (second, [":status: 307", Private, Date, Location], [":status: 307", Location, Date, Private]),
        (third, [":status: 200", Private, LaterDate, Location, Gzip, Cookie], [Cookie, Gzip, LaterDate]));

    private static void Check(int tableBytes, params (string Block, string[] Fields, string[] Table)[] blocks)
    {
        var decoder = new HpackDecoder(tableBytes, 1000);
        foreach (var (block, fields, table) in blocks)
        {
            Assert.Equal(fields, Decode(decoder, block));
            // The table begins at the index 62, and an index changes nothing in it.
            for (var i = 0; i < table.Length; i++) Assert.Equal([table[i]], Decode(decoder, $"{0x80 + 62 + i:X2}"));
            Assert.Throws<HpackException>(() => Decode(decoder, $"{0x80 + 62 + table.Length:X2}"));
        }
    }

    private static string[] Decode(HpackDecoder decoder, string block)
    {
        var fields = new List<HeaderField>();
        decoder.Decode(Convert.FromHexString(block.Replace(" ", "", StringComparison.Ordinal)), fields);
        return [.. fields.Select(field => $"{field.Name}: {field.Value}")];
    }
}
