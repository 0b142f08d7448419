using System.Globalization;
using System.Text;

namespace Runink.Pipelines.Diagnostics;

/// <summary>Makes text that strangers wrote safe to print, and tells how wide it is on a terminal. Pure.</summary>
public static class TerminalText
{
    /// <summary>The text without control characters, which could command the terminal; line breaks stay.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        return string.Create(text.Length, text, (cleaned, source) =>
        {
            for (var i = 0; i < cleaned.Length; i++) cleaned[i] = IsUnsafe(source[i]) ? '\uFFFD' : source[i];
        });
    }

    /// <summary>How many columns a text fills.</summary>
    public static int Width(string text) => text.EnumerateRunes().Sum(Width);

    private static int Width(Rune rune)
    {
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) return 0;
        return rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
            or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD)
            ? 2
            : 1;
    }

    // Direction overrides make a line read differently from what it says.
    private static bool IsUnsafe(char c) =>
        (char.IsControl(c) && c is not '\n') || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
