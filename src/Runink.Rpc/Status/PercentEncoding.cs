using System.Buffers;
using System.Text;

namespace Runink.Rpc;

/// <summary>
/// How a message of any language travels in the header <c>grpc-message</c>: UTF-8, with what is not printable ASCII as %XX.
/// </summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(PlainCharacters());

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static string Encode(string message)
    {
        if (!message.AsSpan().ContainsAnyExcept(Plain)) return message;
        var encoded = new StringBuilder(message.Length + 16);
        foreach (var value in Utf8.GetBytes(message))
        {
            if (value is >= 0x20 and <= 0x7E and not (byte)'%') encoded.Append((char)value);
            else encoded.Append('%').Append(Convert.ToHexString([value]));
        }

        return encoded.ToString();
    }

    /// <summary>Never fails: an escape that is none stays as it is, and bytes that are not UTF-8 become U+FFFD.</summary>
    public static string Decode(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal)) return encoded;
        var bytes = new ArrayBufferWriter<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length;)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && IsHexByte(encoded.AsSpan(i + 1, 2)))
            {
                bytes.Write(Convert.FromHexString(encoded.AsSpan(i + 1, 2)));
                i += 3;
                continue;
            }

            var length = char.IsHighSurrogate(encoded[i]) && i + 1 < encoded.Length ? 2 : 1;
            bytes.Advance(Utf8.GetBytes(encoded.AsSpan(i, length), bytes.GetSpan(4)));
            i += length;
        }

        return Utf8.GetString(bytes.WrittenSpan);
    }

    private static bool IsHexByte(ReadOnlySpan<char> digits) =>
        char.IsAsciiHexDigit(digits[0]) && char.IsAsciiHexDigit(digits[1]);

    private static string PlainCharacters()
    {
        var all = new StringBuilder();
        for (var c = ' '; c <= '~'; c++)
            if (c != '%') all.Append(c);
        return all.ToString();
    }
}
