using System.Globalization;
using System.Text;
using Google.Protobuf;

namespace Runink.Cli.Commands.Kv.Text;

/// <summary>
/// Splits a line into words as a shell would: blanks part them, quotes keep them together. In double quotes a backslash stands before
/// n, t, r, a quote, itself, or x and two hexadecimal digits, so that a word can hold any bytes.
/// </summary>
internal static class WordSplitter
{
    /// <summary>The words of a line.</summary>
    /// <exception cref="FormatException">A quote is not closed, or an escape is not known.</exception>
    public static List<ByteString> Split(string line)
    {
        var words = new List<ByteString>();
        for (var at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at])) at++;
            else words.Add(Word(line, ref at));
        }

        return words;
    }

    private static ByteString Word(string line, ref int at)
    {
        using var word = new MemoryStream();
        while (at < line.Length && !char.IsWhiteSpace(line[at]))
        {
            switch (line[at])
            {
                case '"':
                    Escaped(line, ref at, word);
                    break;
                case '\'':
                    var end = line.IndexOf('\'', at + 1);
                    if (end < 0) throw new FormatException("a quote is not closed");
                    word.Write(Encoding.UTF8.GetBytes(line[(at + 1)..end]));
                    at = end + 1;
                    break;
                default:
                    var length = Rune.TryGetRuneAt(line, at, out var rune) ? rune.Utf16SequenceLength : 1;
                    word.Write(Encoding.UTF8.GetBytes(line.Substring(at, length)));
                    at += length;
                    break;
            }
        }

        return ByteString.CopyFrom(word.ToArray());
    }

    private static void Escaped(string line, ref int at, MemoryStream word)
    {
        for (at++; ; at++)
        {
            if (at >= line.Length) throw new FormatException("a quote is not closed");
            if (line[at] == '"') break;
            if (line[at] != '\\')
            {
                var length = Rune.TryGetRuneAt(line, at, out var rune) ? rune.Utf16SequenceLength : 1;
                word.Write(Encoding.UTF8.GetBytes(line.Substring(at, length)));
                at += length - 1;
                continue;
            }

            word.WriteByte(Escape(line, ref at));
        }

        at++;
    }

    private static byte Escape(string line, ref int at)
    {
        at++;
        switch (at < line.Length ? line[at] : ' ')
        {
            case 'n':
                return (byte)'\n';
            case 't':
                return (byte)'\t';
            case 'r':
                return (byte)'\r';
            case '"' or '\\' or '\'':
                return (byte)line[at];
            case 'x' when at + 2 < line.Length
                && byte.TryParse(line.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value):
                at += 2;
                return value;
            default:
                throw new FormatException("after a backslash stand n, t, r, a quote, a backslash, or x and two hexadecimal digits");
        }
    }
}
