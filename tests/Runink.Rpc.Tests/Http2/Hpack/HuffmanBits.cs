using System.Text;

namespace Runink.Rpc.Http2.Hpack;

/// <summary>The Huffman code one bit at a time, to write strings and to judge the reader by tables.</summary>
internal static class HuffmanBits
{
    private static readonly (int Length, uint Code)[] Codes = MakeCodes();

    /// <summary>By the bits of a code with a one before them.</summary>
    private static readonly Dictionary<uint, char> Symbols =
        Enumerable.Range(0, 256).ToDictionary(symbol => (1u << Codes[symbol].Length) | Codes[symbol].Code, symbol => (char)symbol);

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

    private static (int Length, uint Code)[] MakeCodes()
    {
        var codes = new (int Length, uint Code)[256];
        var (next, length) = (0u, 0);
        foreach (var symbol in Enumerable.Range(0, 256).OrderBy(symbol => HpackHuffman.Lengths[symbol]).ThenBy(symbol => symbol))
        {
            next <<= HpackHuffman.Lengths[symbol] - length;
            length = HpackHuffman.Lengths[symbol];
            codes[symbol] = (length, next++);
        }

        return codes;
    }
}
