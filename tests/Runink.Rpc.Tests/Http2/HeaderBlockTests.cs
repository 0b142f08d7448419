using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>Blocks of headers as HPACK (RFC 7541) allows and forbids them, and as large as they may be.</summary>
public sealed class HeaderBlockTests
{
    private const int Indexed = 0x80;
    private const int Remembered = 0x40;
    private const int NewSize = 0x20;
    private const int Never = 0x10;
    private const int FirstOfTable = 62;

    public static TheoryData<string, byte[]> BadBlocks => new()
    {
        { "index 0", [Indexed] },
        { "an index beyond the tables", [Indexed | FirstOfTable] },
        { "an index far beyond the tables", [0xFF, 0xFF, 0xFF, 0x7F] },
        { "an index larger than any number", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F] },
        { "a name beyond the tables", [0x0F, 0x7F, 1, (byte)'a'] },
        { "a size of the table above the limit", [.. RawHpack.Number(NewSize, 5, 1 << 20)] },
        { "a size of the table behind a field", [Indexed | 16, NewSize] },
        { "a number that does not end", [0xFF] },
        { "a name that does not end", [0, 5, (byte)'a'] },
        { "a name without a value", [0, 1, (byte)'a'] },
        { "a value that does not end", [0, 1, (byte)'a', 100, (byte)'b'] },
        { "a length larger than any number", [0, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F] },
        { "Huffman code that holds the end of strings", Coded(RawHuffman.Bits("a") + RawHuffman.EndOfStringBits) },
        { "Huffman code that is padded with zeros", Coded(RawHuffman.Bits("a") + "000") },
        { "Huffman code that is padded with more than seven bits", Coded(RawHuffman.Bits("a") + "11111111111") },
    };

    [Theory]
    [MemberData(nameof(BadBlocks))]
    public async Task A_block_that_cannot_be_read_is_an_error_of_the_connection(string what, byte[] block)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        Assert.NotEmpty(what);
        await client.SendAsync(RawType.Headers, RawFlags.EndHeaders, client.NewStream(), [.. RawHpack.Encode(RawCalls.Fields()), .. block]);
        await client.AssertConnectionErrorAsync(RawError.Compression);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task Trailers_that_cannot_be_read_are_an_error_of_the_connection()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = await client.BeginAsync(RawCalls.Mirror);
        await client.SendAsync(RawType.Headers, RawFlags.EndHeaders | RawFlags.EndStream, stream, Indexed);
        await client.AssertConnectionErrorAsync(RawError.Compression);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task Fields_may_be_of_the_static_table_coded_or_never_to_be_remembered()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        byte[] block =
        [
            Indexed | 3, Indexed | 6, 4, .. CodedText(RawCalls.Echo), Never | 1, .. RawHpack.Text("localhost"),
            .. RawHpack.Number(0, 4, 31), .. CodedText("application/grpc"), Never, .. CodedText("te"), .. CodedText("trailers"),
        ];
        await client.SendAsync(RawType.Headers, RawFlags.EndHeaders, stream, block);
        await client.DataAsync(stream, RawCalls.Message(3));
        await client.AssertEchoAsync(stream, 3);
    }

    [Fact]
    public async Task The_table_remembers_fields_across_calls_and_drops_the_oldest()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await HeadersCallAsync(client, [.. RawHpack.Encode(CallFields()), .. Remember("x-text", "first")], "first");
        await HeadersCallAsync(client, [.. RawHpack.Encode(CallFields()), Indexed | FirstOfTable], "first");
        await HeadersCallAsync(client, [.. RawHpack.Encode(CallFields()), Remembered | FirstOfTable, .. RawHpack.Text("second")], "second");
        await HeadersCallAsync(client, [.. RawHpack.Encode(CallFields()), Indexed | (FirstOfTable + 1)], "first");
        // The table holds 4,096 bytes: this one leaves room for no other.
        Assert.Equal(4_096, client.ServerSettings.GetValueOrDefault(RawSetting.HeaderTableSize, 4_096));
        await HeadersCallAsync(client, [.. RawHpack.Encode(CallFields()), .. Remember("x-text", new string('a', 4_040))], new string('a', 4_040));
        await HeadersCallAsync(client, [.. RawHpack.Encode(CallFields()), Indexed | FirstOfTable], new string('a', 4_040));
        await client.SendAsync(RawType.Headers, RawFlags.EndHeaders, client.NewStream(), [.. RawHpack.Encode(CallFields()), Indexed | (FirstOfTable + 1)]);
        await client.AssertConnectionErrorAsync(RawError.Compression);
    }

    [Fact]
    public async Task A_new_size_of_the_table_empties_it_and_a_field_larger_than_it_goes_in_no_table()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await HeadersCallAsync(client, [.. RawHpack.Encode(CallFields()), .. Remember("x-text", "first")], "first");
        byte[] sizes = [NewSize, .. RawHpack.Number(NewSize, 5, 100)];
        await HeadersCallAsync(client, [.. sizes, .. RawHpack.Encode(CallFields()), .. Remember("x-text", "second")], "second");
        await HeadersCallAsync(client, [.. RawHpack.Encode(CallFields()), Indexed | FirstOfTable], "second");
        await HeadersCallAsync(client, [.. RawHpack.Encode(CallFields()), .. Remember("x-text", new string('a', 90))], new string('a', 90));
        await client.SendAsync(RawType.Headers, RawFlags.EndHeaders, client.NewStream(), [.. RawHpack.Encode(CallFields()), Indexed | FirstOfTable]);
        await client.AssertConnectionErrorAsync(RawError.Compression);
    }

    [Fact]
    public async Task The_table_is_kept_up_by_calls_that_are_refused()
    {
        await using var server = await RawCalls.StartAsync(options => options with { MaxConcurrentStreams = 1 });
        await using var client = await RawHttp2.ConnectAsync(server);
        var first = await client.BeginAsync();
        var refused = client.NewStream();
        await client.SendAsync(
            RawType.Headers, RawFlags.EndHeaders, refused, [.. RawHpack.Encode(CallFields()), .. Remember("x-text", "kept")]);
        await client.UntilAsync(() => client[refused].Reset is not null);
        await client.DataAsync(first, RawCalls.Message(1));
        await client.AssertEchoAsync(first, 1);
        await client.PingAsync();
        await HeadersCallAsync(client, [.. RawHpack.Encode(CallFields()), Indexed | FirstOfTable], "kept");
    }

    [Fact]
    public async Task A_large_block_within_the_limit_is_taken_in_pieces()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        var pieces = RawHpack.Encode([.. RawCalls.Fields(), ("x-text", new string('a', 7_000)), ("x-more", new string('b', 7_000))]).Chunk(1_000).ToArray();
        await client.SendAsync(RawType.Headers, RawFlags.None, stream, pieces[0]);
        foreach (var piece in pieces[1..]) await client.SendAsync(RawType.Continuation, RawFlags.None, stream, piece);
        await client.SendAsync(RawType.Continuation, RawFlags.EndHeaders, stream);
        await client.DataAsync(stream, RawCalls.Message(1));
        await client.AssertEchoAsync(stream, 1);
    }

    [Theory]
    [InlineData(64 << 10, true)]
    [InlineData(1 << 20, true)]
    [InlineData(64 << 10, false)]
    [InlineData(1 << 20, false)]
    public async Task A_block_above_the_limit_is_refused(int length, bool isOneField)
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        var fields = isOneField ? [("x-large", new string('a', length))] : Enumerable.Range(0, length / 100).Select(at => ($"x-{at}", new string('a', 60)));
        var pieces = RawHpack.Encode([.. RawCalls.Fields(), .. fields]).Chunk(RawHttp2.DefaultFrameSize).ToArray();
        byte[] frames = [.. RawFrame.Bytes(RawType.Headers, RawFlags.None, stream, pieces[0])];
        for (var at = 1; at < pieces.Length; at++)
            frames = [.. frames, .. RawFrame.Bytes(RawType.Continuation, at == pieces.Length - 1 ? RawFlags.EndHeaders : 0, stream, pieces[at])];
        await client.TrySendAsync(frames);
        // What is refused, with a status of HTTP too, is well refused: only a call that is served is wrong.
        while (!client[stream].IsOver && await client.ReadAsync() is not null)
            Assert.NotEqual("200", client[stream].Value(":status"));
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task Many_fields_of_a_few_bytes_are_refused_however_small_they_travel()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        await HeadersCallAsync(client, [.. RawHpack.Encode(CallFields()), .. Remember("x-bomb", new string('a', 3_900))], "none");
        // Sixteen thousand times four thousand bytes, by one byte each.
        byte[] block = [.. RawHpack.Encode(CallFields()), .. Enumerable.Repeat((byte)(Indexed | FirstOfTable), 16_000)];
        var stream = client.NewStream();
        await client.SendAsync(RawType.Headers, RawFlags.EndHeaders, stream, block);
        while (!client[stream].IsOver && await client.ReadAsync() is not null)
            Assert.NotEqual("200", client[stream].Value(":status"));
        await server.AssertServesAsync();
    }

    private static (string Name, string Value)[] CallFields() => RawCalls.Fields("/test.Echo/Headers");

    /// <summary>The call with such headers is answered, and the server has read this in them.</summary>
    private static async Task HeadersCallAsync(RawHttp2 client, byte[] block, string text)
    {
        RawStream answer;
        do
        {
            var stream = client.NewStream();
            await client.SendAsync(RawType.Headers, RawFlags.EndHeaders, stream, block);
            await client.DataAsync(stream, RawCalls.Message(1));
            answer = await client.AnswerAsync(stream);
        }
        while (answer.Reset == RawError.Refused);

        Assert.Equal(("0", text), (answer.Status, answer.Value("x-text")));
    }

    private static byte[] Remember(string name, string value) => [Remembered, .. RawHpack.Text(name), .. RawHpack.Text(value)];

    private static byte[] CodedText(string text)
    {
        var bytes = RawHuffman.Encode(text);
        return [.. RawHpack.Number(0x80, 7, bytes.Length), .. bytes];
    }

    /// <summary>A field whose value is of such bits.</summary>
    private static byte[] Coded(string bits)
    {
        var bytes = RawHuffman.Bytes(bits);
        return [0, .. RawHpack.Text("x"), .. RawHpack.Number(0x80, 7, bytes.Length), .. bytes];
    }
}
