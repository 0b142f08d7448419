using System.Text;

namespace Runink.Rpc.Http2.Fixtures;

/// <summary>The Huffman code of RFC 7541, appendix B, made from the lengths of its codes: those of one length are counted up by symbol.</summary>
internal static class RawHuffman
{
    private const int EndOfString = 256;
    private const int Shortest = 5;

    // A letter for every symbol: a has the shortest code.
    private const string Lengths =
        "isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxxbffhibdgffdgdbbbaaabbbbbbbcdkbhf"
        + "ibccccccccccccccccccccccdcdioijbkabababbbaccbbbabcbaabccccckgjix"
        + "prpprrrsrssssststtrstssssqrsrsstrqprrssqsrrtqrssqqrqsrssprrrsrrs"
        + "vvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwv"
        + "z";

    private static readonly Dictionary<string, int> Symbols = [];
    private static readonly string[] Codes = new string[EndOfString + 1];

    static RawHuffman()
    {
        var code = 0;
        var length = Shortest;
        foreach (var symbol in Enumerable.Range(0, Lengths.Length).OrderBy(symbol => Lengths[symbol]).ThenBy(symbol => symbol))
        {
            var own = Lengths[symbol] - 'a' + Shortest;
            code <<= own - length;
            length = own;
            Codes[symbol] = Convert.ToString(code++, 2).PadLeft(own, '0');
            Symbols[Codes[symbol]] = symbol;
        }
    }

    /// <summary>The bits of a text, without padding.</summary>
    public static string Bits(string text) => string.Concat(text.Select(symbol => Codes[symbol]));

    public static string EndOfStringBits => Codes[EndOfString];

    /// <summary>The bits as bytes, the last filled up as it should be.</summary>
    public static byte[] Bytes(string bits)
    {
        var padded = bits.PadRight((bits.Length + 7) / 8 * 8, '1');
        return [.. Enumerable.Range(0, padded.Length / 8).Select(at => Convert.ToByte(padded.Substring(at * 8, 8), 2))];
    }

    public static string Decode(ReadOnlySpan<byte> coded)
    {
        var text = new StringBuilder();
        var bits = "";
        foreach (var value in coded)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                bits += (value >> bit) & 1;
                if (bits.Length < Shortest || !Symbols.TryGetValue(bits, out var symbol)) continue;
                Assert.NotEqual(EndOfString, symbol);
                text.Append((char)symbol);
                bits = "";
            }
        }

        Assert.True(bits.Length < 8 && !bits.Contains('0', StringComparison.Ordinal), "the Huffman code is padded wrongly");
        return text.ToString();
    }
}
