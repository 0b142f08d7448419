namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>Reads what follows a backslash, inside and outside of classes.</summary>
internal static class CharacterEscape
{
    /// <summary>The set of <c>\d \D \w \W \s \S</c>, or null when something else stands there.</summary>
    public static CodePointSet? ReadSet(PatternText text, int start)
    {
        if (text.Peek is 'p' or 'P')
        {
            throw new PatternSyntaxException(
                "Unicode property classes are not part of ECMA-262 5.1; write the ranges, for example [A-Za-zÀ-ÖØ-öø-ÿ]", start);
        }

        CodePointSet? set = text.Peek switch
        {
            'd' => CodePointSet.Digits,
            'D' => CodePointSet.Digits.Complement(),
            'w' => CodePointSet.WordCharacters,
            'W' => CodePointSet.WordCharacters.Complement(),
            's' => CodePointSet.WhiteSpace,
            'S' => CodePointSet.WhiteSpace.Complement(),
            _ => null,
        };
        if (set is not null) text.TakeCodePoint();
        return set;
    }

    /// <summary>The one code point that an escape stands for.</summary>
    public static int ReadCodePoint(PatternText text, int start)
    {
        if (text.AtEnd) throw new PatternSyntaxException("the pattern ends in a backslash", start);
        var sign = text.TakeCodePoint();
        return sign switch
        {
            't' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            '0' when text.Peek is < '0' or > '9' => 0,
            'c' when char.IsAsciiLetter(text.Peek) => text.TakeCodePoint() % 32,
            'x' => text.TakeHex(2) ?? throw new PatternSyntaxException("\\x takes two hexadecimal digits", start),
            'u' => ReadUnicode(text, start),
            < 128 when !char.IsAsciiLetterOrDigit((char)sign) => sign,
            _ => throw new PatternSyntaxException("there is no such escape in ECMA-262", start),
        };
    }

    private static int ReadUnicode(PatternText text, int start)
    {
        var value = text.Take('{') ? text.TakeBracedHex() : text.TakeHex(4);
        if (value is null) throw new PatternSyntaxException("\\u takes four hexadecimal digits, or {…} around up to six", start);
        if (value is < 0xD800 or > 0xDFFF) return value.Value;
        if (value <= 0xDBFF && text.Take("\\u") && text.TakeHex(4) is >= 0xDC00 and <= 0xDFFF and { } low)
            return char.ConvertToUtf32((char)value, (char)low);
        throw new PatternSyntaxException("half of a surrogate pair is no character", start);
    }
}
