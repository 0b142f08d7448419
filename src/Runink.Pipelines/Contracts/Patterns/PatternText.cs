using System.Globalization;

namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>A cursor over a pattern's text.</summary>
internal sealed class PatternText(string text)
{
    private const int MaximumNumber = 1_000_000;

    public int Position { get; private set; }

    public bool AtEnd => Position >= text.Length;

    /// <summary>The next character, or NUL at the end.</summary>
    public char Peek => AtEnd ? '\0' : text[Position];

    public bool Take(char wanted)
    {
        if (AtEnd || text[Position] != wanted) return false;
        Position++;
        return true;
    }

    public bool Take(string wanted)
    {
        if (!text.AsSpan(Position).StartsWith(wanted, StringComparison.Ordinal)) return false;
        Position += wanted.Length;
        return true;
    }

    public int TakeCodePoint()
    {
        if (AtEnd) throw Wrong("the pattern ends here too early");
        if (char.IsSurrogate(text[Position]) && !char.IsSurrogatePair(text, Position))
            throw Wrong("half of a surrogate pair is no character");
        var codePoint = char.ConvertToUtf32(text, Position);
        Position += codePoint > 0xFFFF ? 2 : 1;
        return codePoint;
    }

    /// <summary>A decimal number, or null when there is none.</summary>
    public int? TakeNumber()
    {
        var start = Position;
        while (Peek is >= '0' and <= '9') Position++;
        if (Position == start) return null;
        return int.TryParse(text.AsSpan(start, Position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= MaximumNumber
            ? number
            : throw new PatternSyntaxException($"a number here is at most {MaximumNumber}", start);
    }

    /// <summary>Exactly so many hexadecimal digits, or null.</summary>
    public int? TakeHex(int digits)
    {
        if (Position + digits > text.Length) return null;
        var hex = text.AsSpan(Position, digits);
        if (!int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return null;
        Position += digits;
        return value;
    }

    /// <summary>Hexadecimal digits up to a closing brace, or null.</summary>
    public int? TakeBracedHex()
    {
        var close = text.IndexOf('}', Position);
        if (close <= Position || close - Position > 6 || TakeHex(close - Position) is not { } value) return null;
        Position++;
        return value <= 0x10FFFF ? value : null;
    }

    /// <summary>A group's name and the <c>&gt;</c> behind it.</summary>
    public string TakeGroupName()
    {
        var start = Position;
        while (char.IsAsciiLetterOrDigit(Peek) || Peek is '_' or '$') Position++;
        var name = text[start..Position];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !Take('>'))
            throw Wrong("a group's name is letters, digits, '_' and '$', then '>'");
        return name;
    }

    public PatternSyntaxException Wrong(string message) => new(message, Math.Min(Position, Math.Max(text.Length - 1, 0)));
}
