using System.Text;

namespace Runink.Rpc.Http2.Fixtures;

/// <summary>
/// The Huffman code of RFC 7541, appendix B, made from the lengths of its codes: those of one length are counted up by symbol. One bit at
/// a time, and with a table of its own: it judges the server's.
/// </summary>
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

    private static readonly (int Length, uint Code)[] Codes = MakeCodes();

    /// <summary>By the bits of a code with a one before them.</summary>
    private static readonly Dictionary<uint, char> Symbols =
        Enumerable.Range(0, EndOfString).ToDictionary(symbol => (1u << Codes[symbol].Length) | Codes[symbol].Code, symbol => (char)symbol);

    public static string EndOfStringBits => Bits(Codes[EndOfString]);

    /// <summary>The bits of a text, without padding.</summary>
    public static string Bits(string text) => string.Concat(text.Select(symbol => Bits(Codes[symbol])));

    /// <summary>The bits as bytes, the last filled up as it should be.</summary>
    public static byte[] Bytes(string bits)
    {
        var padded = bits.PadRight((bits.Length + 7) / 8 * 8, '1');
        return [.. Enumerable.Range(0, padded.Length / 8).Select(at => Convert.ToByte(padded.Substring(at * 8, 8), 2))];
    }

    /// <summary>A text, padded as it should be.</summary>
    public static byte[] Encode(string text)
    {
        var bytes = new List<byte>();
        var (count, last) = (0, 0);
        foreach (var (length, code) in text.Select(symbol => Codes[symbol]))
        {
            for (var bit = length - 1; bit >= 0; bit--)
            {
                last = (last << 1) | (int)((code >> bit) & 1);
                if (++count % 8 == 0) bytes.Add((byte)last);
            }
        }

        for (; count % 8 != 0; count++)
        {
            last = (last << 1) | 1;
            if (count % 8 == 7) bytes.Add((byte)last);
        }

        return [.. bytes];
    }

    /// <returns>Null if the string is malformed.</returns>
    public static string? Decode(ReadOnlySpan<byte> coded)
    {
        var text = new StringBuilder();
        var code = 1u;
        foreach (var value in coded)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                code = (code << 1) | (uint)((value >> bit) & 1);
                if (code >> 30 > 1) return null;
                if (!Symbols.TryGetValue(code, out var symbol)) continue;
                text.Append(symbol);
                code = 1;
            }
        }

        return code < 256 && (code & (code + 1)) == 0 ? text.ToString() : null;
    }

    private static string Bits((int Length, uint Code) code) => Convert.ToString(code.Code, 2).PadLeft(code.Length, '0');

    private static (int Length, uint Code)[] MakeCodes()
    {
        var codes = new (int Length, uint Code)[Lengths.Length];
        var (next, length) = (0u, Shortest);
        foreach (var symbol in Enumerable.Range(0, Lengths.Length).OrderBy(symbol => Lengths[symbol]).ThenBy(symbol => symbol))
        {
            var own = Lengths[symbol] - 'a' + Shortest;
            next <<= own - length;
            length = own;
            codes[symbol] = (length, next++);
        }

        return codes;
    }
}
