using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Server.Authority;

/// <summary>What the HTTP server is given to read, for what a client sends.</summary>
public sealed class AuthorityReaderTests
{
    private const string Preface = "505249202A20485454502F322E300D0A0D0A534D0D0A0D0A";
    private const string Settings = "000000040000000000";

    /// <summary>Fields as they are sent, and as they are read.</summary>
    public static TheoryData<string, string> Blocks => new()
    {
        { "8386" + Plain("http://a:1"), "8386" + Plain("httpB--a:1") },
        { "8386" + Plain("https://a:1"), "8386" + Plain("httpsB--a:1") },
        { "3FE11F8386440161" + Plain("http://a:1") + "7A00", "3FE11F8386440161" + Plain("httpB--a:1") + "7A00" },
        { "4001780179" + Plain("http://a:1"), "4001780179" + Plain("httpB--a:1") },
        // http://127.0.0.1:2379 and httpB--127.0.0.1:2379 in the code of RFC 7541, as grpc-go sends it.
        { "8386418F9D29AEE30C044EAE05C0B86E09975F", "8386418F9D29AEEACB044EAE05C0B86E09975F" },
        { "8386" + Plain("a:1"), "8386" + Plain("a:1") },
        { "8386" + Plain("http"), "8386" + Plain("http") },
        { "8386" + Plain(""), "8386" + Plain("") },
        { "83867F", "83867F" },
        { "8386417F", "8386417F" },
        { "44" + Length("http://a:1") + Hex("http://a:1"), "44" + Length("http://a:1") + Hex("http://a:1") },
    };

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task The_scheme_of_an_authority_is_taken_out_and_nothing_else_is_touched(string sent, string read)
    {
        var ping = "000008060000000000" + "0102030405060708";
        foreach (var (before, after, flags) in new[] { ("", "", "04"), ("02", "0000", "0C"), ("0000000010", "", "24"), ("020000000010", "0000", "2C") })
        {
            var wire = Preface + Settings + ping + Headers(before + sent + after, flags) + ping;
            var expected = Preface + Settings + ping + Headers(before + read + after, flags) + ping;
            Assert.Equal(expected, await ReadAsync(wire, pieces: int.MaxValue));
            Assert.Equal(expected, await ReadAsync(wire, pieces: 1));
            Assert.Equal(expected, await ReadAsync(wire, pieces: 7));
        }
    }

    [Fact]
    public async Task Later_blocks_are_looked_at_only_after_one_that_named_a_scheme()
    {
        var data = "000003000000000001" + "418301";
        var (named, other) = (Headers(Plain("http://a:1"), "04"), Headers(Plain("a:1"), "04"));
        var changed = Headers(Plain("httpB--a:1"), "04");
        Assert.Equal(Preface + changed + data + changed, await ReadAsync(Preface + named + data + named, 5));
        Assert.Equal(Preface + changed + other + named, await ReadAsync(Preface + named + other + named, 5));
        Assert.Equal(Preface + other + named, await ReadAsync(Preface + other + named, 5));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PRI")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\u0009\u0001")]
    public async Task What_ends_too_early_is_passed_on_as_it_is(string sent) =>
        Assert.Equal(Convert.ToHexString(Encoding.Latin1.GetBytes(sent)), await ReadAsync(Convert.ToHexString(Encoding.Latin1.GetBytes(sent)), 1));

    [Theory]
    [InlineData("GET /metrics HTTP/1.0\r\n\r\n", 1)]
    [InlineData("GET /metrics HTTP/1.0\r\n\r\n", int.MaxValue)]
    [InlineData("PUT /version HTTP/1.0\r\n\r\n", 1)]
    [InlineData("PRI * HTTP/1.0\r\nHost: localhost\r\n\r\n", 7)]
    public async Task Of_http1_nothing_is_held_back_while_the_client_waits_for_its_answer(string request, int pieces)
    {
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
        var reader = new AuthorityReader(pipe.Reader);
        var sent = 0;
        foreach (var piece in Encoding.ASCII.GetBytes(request).Chunk(pieces))
        {
            await pipe.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
            sent += piece.Length;
            var reading = reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
            var result = await reading.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.Equal(request[..sent], Encoding.ASCII.GetString(result.Buffer));
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    [Fact]
    public async Task A_block_longer_than_frames_may_be_is_left_to_the_server()
    {
        var huge = "004001010400000001" + Plain("http://a:1");
        Assert.Equal(Preface + huge, await ReadAsync(Preface + huge, 3));
    }

    [Fact]
    public void Whatever_a_block_holds_only_a_scheme_is_ever_replaced()
    {
        var seeded = Seed.Random();
        var corpus = Blocks.Select(block => Convert.FromHexString(block.Data.Item1)).ToArray();
        for (var i = 0; i < Seed.Inputs(50_000); i++)
        {
            var sent = corpus[seeded.Random.Next(corpus.Length)].ToArray();
            for (var edits = seeded.Random.Next(4); edits > 0 && sent.Length > 0; edits--)
                sent[seeded.Random.Next(sent.Length)] = (byte)seeded.Random.Next(256);
            if (seeded.Random.Next(4) == 0) sent = sent[..seeded.Random.Next(sent.Length + 1)];
            var read = sent.ToArray();
            var changed = AuthorityPatch.Apply(new ReadOnlySequence<byte>(read), flags: seeded.Random.Next(4) * 0xC);
            var (first, last) = (read.AsSpan().CommonPrefixLength(sent), read.Length);
            while (last > first && read[last - 1] == sent[last - 1]) last--;
            Assert.True(changed == last > first && last - first <= 4, $"{seeded.Name}: {Convert.ToHexString(sent)} became {Convert.ToHexString(read)}");
        }
    }

    private static async Task<string> ReadAsync(string wire, int pieces)
    {
        var bytes = Convert.FromHexString(wire);
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
        var reader = new AuthorityReader(pipe.Reader);
        var read = new List<byte>();
        var reading = DrainAsync(reader, read);
        for (var at = 0; at < bytes.Length; at += Math.Min(pieces, bytes.Length - at))
            await pipe.Writer.WriteAsync(bytes.AsMemory(at, Math.Min(pieces, bytes.Length - at)), TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        await reading.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return Convert.ToHexString([.. read]);
    }

    /// <summary>Takes half of what it is given at a time, as a parser may.</summary>
    private static async Task DrainAsync(AuthorityReader reader, List<byte> read)
    {
        while (true)
        {
            var result = await reader.ReadAsync();
            var taken = result.Buffer.Slice(0, (result.Buffer.Length + 1) / 2);
            read.AddRange(taken.ToArray());
            reader.AdvanceTo(taken.End);
            if (result.IsCompleted && taken.Length == result.Buffer.Length) return;
        }
    }

    private static string Headers(string block, string flags) => $"{block.Length / 2:X6}01{flags}00000001{block}";

    private static string Plain(string authority) => "41" + Length(authority) + Hex(authority);

    private static string Length(string text) => $"{text.Length:X2}";

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
