using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Runink.Rpc;

/// <summary>
/// Writes headers as literals that are not indexed (RFC 7541, section 6.2.2): it keeps nothing of a connection, so that blocks may be
/// written in any order.
/// </summary>
internal static class HpackEncoder
{
    private const int LongestInteger = 6;

    private static readonly FrozenDictionary<string, int> Names = FirstOfEachName();

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\r\n\0");

    /// <summary>Names are written in lower case, as HTTP/2 wants them; of values, what is not Latin-1 becomes a question mark.</summary>
    /// <exception cref="InvalidOperationException">The header cannot be sent; nothing was written.</exception>
    public static void Write(IBufferWriter<byte> output, string name, string value)
    {
        if (value.AsSpan().ContainsAny(Forbidden))
            throw new InvalidOperationException($"the value of the header {name} has a line break or a NUL");
        var bytes = output.GetSpan(1 + LongestInteger + name.Length + LongestInteger + value.Length);
        int written;
        if (Names.TryGetValue(name, out var index))
        {
            written = WriteInteger(bytes, index, prefix: 4);
        }
        else
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExceptInRange('!', '~'))
                throw new InvalidOperationException("the name of a header is empty or not of printable ASCII");
            bytes[0] = 0;
            written = 1 + WriteInteger(bytes[1..], name.Length, prefix: 7);
            Ascii.ToLower(name, bytes[written..], out var length);
            written += length;
        }

        written += WriteInteger(bytes[written..], value.Length, prefix: 7);
        WriteLatin1(bytes[written..], value);
        output.Advance(written + value.Length);
    }

    /// <summary>The first field of every response; of the usual ones it is one byte.</summary>
    public static void WriteStatus(IBufferWriter<byte> output, int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 999);
        var index = status switch { 200 => 8, 204 => 9, 206 => 10, 304 => 11, 400 => 12, 404 => 13, 500 => 14, _ => 0 };
        var bytes = output.GetSpan(5);
        if (index > 0)
        {
            bytes[0] = (byte)(0x80 | index);
            output.Advance(1);
            return;
        }

        bytes[0] = HpackStaticTable.Status;
        bytes[1] = 3;
        status.TryFormat(bytes[2..], out _, provider: CultureInfo.InvariantCulture);
        output.Advance(5);
    }

    /// <summary>An integer whose first byte has nothing but zeros before it (section 5.1).</summary>
    private static int WriteInteger(Span<byte> bytes, int value, int prefix)
    {
        var full = (1 << prefix) - 1;
        if (value < full)
        {
            bytes[0] = (byte)value;
            return 1;
        }

        bytes[0] = (byte)full;
        var count = 1;
        for (value -= full; value >= 0x80; value >>= 7) bytes[count++] = (byte)(value | 0x80);
        bytes[count++] = (byte)value;
        return count;
    }

    private static void WriteLatin1(Span<byte> bytes, string value)
    {
        if (!value.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF'))
        {
            Encoding.Latin1.GetBytes(value, bytes);
            return;
        }

        // Not the encoding's own replacement, which takes some characters for similar ones.
        for (var i = 0; i < value.Length; i++) bytes[i] = value[i] <= '\u00FF' ? (byte)value[i] : (byte)'?';
    }

    private static FrozenDictionary<string, int> FirstOfEachName()
    {
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < HpackStaticTable.Entries.Length; i++) names.TryAdd(HpackStaticTable.Entries[i].Name, i + 1);
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
