using System.Globalization;
using Runink.Execution.Sources.Blocks;

namespace Runink.Execution.Sources.Json;

/// <summary>
/// Keeps the digits of numbers that the engine would round: it makes a double of a number with a fraction, and of an integer beyond 64 bits,
/// and tells no more of it than a double has. Such a number is put between quotes, and so read as the text that it is. Left alone are those with
/// an exponent, which mean doubles, and those within a value that no type takes apart: a column of text may take that as it is.
/// </summary>
internal static class LongNumbers
{
    // Every decimal number of so many digits comes back from a double as it was.
    private const int ExactDigits = 15;

    // Those digits, one more and a point.
    private const int Shortest = ExactDigits + 2;

    /// <summary>Whether there are digits in a row for such a number, maybe in a string. Looks at few bytes.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> json)
    {
        for (int at = Shortest - 1; at < json.Length; at += Shortest)
        {
            if (!IsDigitOrPoint(json[at])) continue;
            int from = at;
            int to = at + 1;
            while (from > 0 && IsDigitOrPoint(json[from - 1])) from--;
            while (to < json.Length && IsDigitOrPoint(json[to])) to++;
            if (to - from >= Shortest) return true;
        }

        return false;
    }

    /// <summary>The json with those numbers quoted. What is not valid stays so.</summary>
    /// <param name="json">The record.</param>
    /// <param name="record">What of it is taken apart.</param>
    /// <param name="scratch">Where the result goes.</param>
    public static ReadOnlySpan<byte> Quote(ReadOnlySpan<byte> json, JsonShape record, ScratchArena scratch)
    {
        var quoted = scratch.Take(checked(json.Length + 2 * (json.Length / Shortest)));
        int written = 0;
        int copied = 0;
        var place = new JsonPlace(record);
        for (int at = 0; at < json.Length;)
        {
            int end = json[at] == '"' ? EndOfString(json, at) : IsOfNumber(json[at]) ? EndOfNumber(json, at) : at + 1;
            var token = json[at..end];
            if (token[0] is (byte)'{' or (byte)'[') place.Enter();
            else if (token[0] is (byte)'}' or (byte)']') place.Leave();
            else if (token[0] == '"' && Next(json[end..]) == ':') place.Name(token);
            else if (place.IsTakenApart && IsRounded(token) && IsValue(json[end..]))
            {
                Append(quoted, json[copied..at], ref written);
                quoted[written++] = (byte)'"';
                Append(quoted, token, ref written);
                quoted[written++] = (byte)'"';
                copied = end;
            }

            at = end;
        }

        Append(quoted, json[copied..], ref written);
        return quoted[..written];
    }

    private static bool IsDigitOrPoint(byte value) => value is (>= (byte)'0' and <= (byte)'9') or (byte)'.';

    private static bool IsOfNumber(byte value) => IsDigitOrPoint(value) || value is (byte)'-' or (byte)'+' or (byte)'e' or (byte)'E';

    private static int EndOfNumber(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && IsOfNumber(json[at])) at++;
        return at;
    }

    private static int EndOfString(ReadOnlySpan<byte> json, int quote)
    {
        for (int at = quote + 1; at < json.Length; at++)
        {
            if (json[at] == '\\') at++;
            else if (json[at] == '"') return at + 1;
        }

        return json.Length;
    }

    /// <summary>Whether it is a number by json's grammar, and has more digits than are safe.</summary>
    private static bool IsRounded(ReadOnlySpan<byte> token)
    {
        if (token.Length < Shortest || token[0] == '"') return false;
        var digits = token[0] == '-' ? token[1..] : token;
        int whole = LeadingDigits(digits);
        if (whole == 0 || (whole > 1 && digits[0] == '0')) return false;
        if (whole == digits.Length) return !long.TryParse(token, CultureInfo.InvariantCulture, out _) && !ulong.TryParse(token, CultureInfo.InvariantCulture, out _);
        int fraction = LeadingDigits(digits[(whole + 1)..]);
        return digits[whole] == '.' && fraction > 0 && whole + 1 + fraction == digits.Length && whole + fraction > ExactDigits;
    }

    private static int LeadingDigits(ReadOnlySpan<byte> text)
    {
        int other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : other;
    }

    /// <summary>Whether a value ended before this: as a name a number is not valid, and between quotes it would be.</summary>
    private static bool IsValue(ReadOnlySpan<byte> rest) => Next(rest) is (byte)',' or (byte)'}' or (byte)']' or 0;

    /// <summary>The first byte that is not space, or 0.</summary>
    private static byte Next(ReadOnlySpan<byte> rest)
    {
        foreach (byte next in rest)
            if (!JsonText.IsSpace(next)) return next;
        return 0;
    }

    private static void Append(Span<byte> target, ReadOnlySpan<byte> part, ref int written)
    {
        part.CopyTo(target[written..]);
        written += part.Length;
    }
}
