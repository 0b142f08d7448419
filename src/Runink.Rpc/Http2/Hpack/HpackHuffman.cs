using System.Buffers;

namespace Runink.Rpc;

/// <summary>
/// The Huffman code of strings (RFC 7541, section 5.2 and appendix B), read eight bits at a time: an entry of a table is a symbol with
/// how many of the bits are its own, or the table for the next eight.
/// </summary>
internal static class HpackHuffman
{
    private const int TableSize = 256;
    private const int Longest = 30;
    private const ushort Branch = 0x8000;
    private const int OnStack = 256;

    /// <summary>Each symbol is an entry of its length and itself; zero stands for the end of string, which no string may hold.</summary>
    private static readonly ushort[] Tables = Build();

    /// <summary>How many bits each byte has. The code is canonical: these tell all of it; the end of string has what is left.</summary>
    public static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
    ];

    public static string Decode(ReadOnlySpan<byte> coded)
    {
        // No code is shorter than five bits.
        var most = (int)(coded.Length * 8L / 5);
        if (most <= OnStack)
        {
            Span<char> small = stackalloc char[OnStack];
            return new string(small[..Decode(coded, small)]);
        }

        var large = ArrayPool<char>.Shared.Rent(most);
        try
        {
            return new string(large, 0, Decode(coded, large));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(large);
        }
    }

    private static int Decode(ReadOnlySpan<byte> coded, Span<char> text)
    {
        var tables = Tables.AsSpan();
        var (count, table, bits, pending) = (0, 0, 0, 0u);
        foreach (var next in coded)
        {
            pending = (pending << 8) | next;
            bits += 8;
            while (bits >= 8)
            {
                var entry = tables[table + (byte)(pending >> (bits - 8))];
                if (entry >= Branch)
                {
                    table = TableOf(entry);
                    bits -= 8;
                    continue;
                }

                text[count++] = SymbolOf(entry);
                bits -= entry >> 8;
                table = 0;
            }
        }

        // Of the last byte up to seven bits are left: symbols that need no more, and padding.
        while (bits > 0)
        {
            var entry = tables[table + (byte)((pending << (8 - bits)) | (0xFFu >> bits))];
            if (entry >> 8 > bits) break;
            text[count++] = SymbolOf(entry);
            bits -= entry >> 8;
            table = 0;
        }

        var padding = (1u << bits) - 1;
        if (table != 0 || (pending & padding) != padding) throw new HpackException("a Huffman string is not padded as it must be");
        return count;
    }

    private static int TableOf(ushort entry) => (entry - Branch) * TableSize;

    private static char SymbolOf(ushort entry) =>
        entry != 0 ? (char)(byte)entry : throw new HpackException("a Huffman string holds its end");

    /// <summary>Hands out the codes in the order of their lengths, and of the symbols within a length.</summary>
    private static ushort[] Build()
    {
        var tables = new List<ushort>(new ushort[TableSize]);
        var code = 0u;
        for (var length = 1; length <= Longest; length++, code <<= 1)
            for (var symbol = 0; symbol < Lengths.Length; symbol++)
                if (Lengths[symbol] == length) Place(tables, symbol, code++, length);
        return [.. tables];
    }

    private static void Place(List<ushort> tables, int symbol, uint code, int length)
    {
        var table = 0;
        for (; length > 8; length -= 8)
        {
            var at = table + (byte)(code >> (length - 8));
            if (tables[at] == 0)
            {
                tables[at] = (ushort)(Branch + (tables.Count / TableSize));
                tables.AddRange(new ushort[TableSize]);
            }

            table = TableOf(tables[at]);
        }

        var first = table + (byte)(code << (8 - length));
        for (var i = 0; i < 1 << (8 - length); i++) tables[first + i] = (ushort)((length << 8) | symbol);
    }
}
