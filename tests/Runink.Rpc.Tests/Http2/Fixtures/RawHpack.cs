using System.Text;

namespace Runink.Rpc.Http2.Fixtures;

/// <summary>
/// As much of HPACK (RFC 7541) as a client needs that allows its peer no table: it writes literals, and reads literals, plain or in
/// the Huffman code, and fields of the static table.
/// </summary>
internal static class RawHpack
{
    private const int StaticFields = 61;

    private const string Names =
        ":authority :method :method :path :path :scheme :scheme :status :status :status :status :status :status :status"
        + " accept-charset accept-encoding accept-language accept-ranges accept access-control-allow-origin age allow authorization"
        + " cache-control content-disposition content-encoding content-language content-length content-location content-range"
        + " content-type cookie date etag expect expires from host if-match if-modified-since if-none-match if-range"
        + " if-unmodified-since last-modified link location max-forwards proxy-authenticate proxy-authorization range referer"
        + " refresh retry-after server set-cookie strict-transport-security transfer-encoding user-agent vary via www-authenticate";

    // The values of the first fields; all others are empty.
    private const string Values = ",GET,POST,/,/index.html,http,https,200,204,206,304,400,404,500,,gzip+deflate";

    private static readonly string[] StaticNames = Names.Split(' ');
    private static readonly string[] StaticValues = [.. Values.Split(',').Select(value => value.Replace("+", ", ", StringComparison.Ordinal))];

    /// <summary>Literals that go into no table.</summary>
    public static byte[] Encode(params IEnumerable<(string Name, string Value)> fields) =>
        [.. fields.SelectMany(field => (byte[])[0, .. Text(field.Name), .. Text(field.Value)])];

    /// <summary>A text that is not coded, after its length.</summary>
    public static byte[] Text(string text) => [.. Number(0, 7, text.Length), .. Encoding.Latin1.GetBytes(text)];

    /// <summary>A number whose first byte has so many bits for it; the others are the kind of field.</summary>
    public static byte[] Number(int kind, int bits, int number)
    {
        var most = (1 << bits) - 1;
        if (number < most) return [(byte)(kind | number)];
        var bytes = new List<byte> { (byte)(kind | most) };
        for (number -= most; number >= 0x80; number >>= 7) bytes.Add((byte)(number | 0x80));
        return [.. bytes, (byte)number];
    }

    public static List<(string Name, string Value)> Decode(ReadOnlySpan<byte> block)
    {
        var fields = new List<(string Name, string Value)>();
        while (!block.IsEmpty)
        {
            var kind = block[0];
            if (kind >= 0x80)
            {
                fields.Add(Static(TakeNumber(ref block, 7)));
                continue;
            }

            if ((kind & 0xE0) == 0x20)
            {
                Assert.True(fields.Count == 0, "a new size of the table comes behind a field");
                Assert.Equal(0, TakeNumber(ref block, 5));
                continue;
            }

            var index = TakeNumber(ref block, (kind & 0x40) != 0 ? 6 : 4);
            var name = index == 0 ? TakeText(ref block) : Static(index).Name;
            fields.Add((name, TakeText(ref block)));
        }

        return fields;
    }

    private static (string Name, string Value) Static(int index)
    {
        Assert.InRange(index, 1, StaticFields);
        return (StaticNames[index - 1], index <= StaticValues.Length ? StaticValues[index - 1] : "");
    }

    private static string TakeText(ref ReadOnlySpan<byte> block)
    {
        var isCoded = block[0] >= 0x80;
        var length = TakeNumber(ref block, 7);
        var bytes = block[..length];
        block = block[length..];
        return isCoded ? RawHuffman.Decode(bytes) ?? throw new FormatException("no Huffman code") : Encoding.Latin1.GetString(bytes);
    }

    private static int TakeNumber(ref ReadOnlySpan<byte> block, int bits)
    {
        var most = (1 << bits) - 1;
        var number = block[0] & most;
        block = block[1..];
        if (number < most) return number;
        for (var shift = 0; ; shift += 7)
        {
            var next = block[0];
            block = block[1..];
            number += (next & 0x7F) << shift;
            if (next < 0x80) return number;
        }
    }
}
