using System.Text;
using Runink.Execution.Sources.Blocks;

namespace Runink.Execution.Sources.Csv;

/// <summary>The rare ways from a field's bytes to its value: quotes to take away, bytes that are not UTF-8.</summary>
internal static class FieldText
{
    /// <summary>
    /// The value of a quoted field: what stands between its quotes, doubled ones made single. What follows the closing
    /// quote is kept as text, quotes and all. Most fields need no copy.
    /// </summary>
    /// <param name="field">The field, from its opening quote.</param>
    /// <param name="scratch">Where a value goes that does not lie in one piece.</param>
    /// <param name="strayText">Whether anything follows the closing quote.</param>
    public static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> field, ScratchArena scratch, out bool strayText)
    {
        var rest = field[1..];
        int quote = rest.IndexOf((byte)'"');
        strayText = false;
        if (quote == rest.Length - 1) return rest[..quote];
        var value = scratch.Take(rest.Length);
        int written = 0;
        while (true)
        {
            bool doubled = quote + 1 < rest.Length && rest[quote + 1] == '"';
            Append(value, rest[..(doubled ? quote + 1 : quote)], ref written);
            rest = rest[(doubled ? quote + 2 : quote + 1)..];
            if (!doubled) break;
            quote = rest.IndexOf((byte)'"');
        }

        strayText = !rest.IsEmpty;
        Append(value, rest, ref written);
        return value[..written];
    }

    /// <summary>Copies a text to scratch with U+FFFD for whatever is not UTF-8, as Unicode recommends.</summary>
    public static ReadOnlySpan<byte> Repair(ReadOnlySpan<byte> text, ScratchArena scratch)
    {
        const int worstGrowth = 3; // one bad byte becomes the three of U+FFFD
        var repaired = scratch.Take(checked(text.Length * worstGrowth));
        int written = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out int consumed);
            written += rune.EncodeToUtf8(repaired[written..]);
            text = text[consumed..];
        }

        return repaired[..written];
    }

    private static void Append(Span<byte> value, ReadOnlySpan<byte> part, ref int written)
    {
        part.CopyTo(value[written..]);
        written += part.Length;
    }
}
