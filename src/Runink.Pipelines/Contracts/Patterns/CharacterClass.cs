namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>Reads <c>[…]</c>.</summary>
internal static class CharacterClass
{
    /// <summary>Reads a class whose opening bracket is already taken.</summary>
    public static CodePointSet Read(PatternText text, int start)
    {
        var negated = text.Take('^');
        var ranges = new List<(int From, int To)>();
        while (!text.Take(']'))
        {
            if (text.AtEnd) throw new PatternSyntaxException("this class is not closed", start);
            ReadItem(text, ranges);
        }

        var set = CodePointSet.Of(ranges);
        return negated ? set.Complement() : set;
    }

    private static void ReadItem(PatternText text, List<(int From, int To)> ranges)
    {
        var start = text.Position;
        var (from, set) = ReadAtom(text);
        if (set is not null)
        {
            ranges.AddRange(set.Ranges);
            return;
        }

        if (!text.Take('-'))
        {
            ranges.Add((from, from));
            return;
        }

        if (text.Peek == ']')
        {
            ranges.Add((from, from));
            ranges.Add(('-', '-'));
            return;
        }

        var (to, upper) = ReadAtom(text);
        if (upper is not null) throw new PatternSyntaxException("a range ends in one character, not in a class", start);
        if (to < from) throw new PatternSyntaxException("this range is out of order", start);
        ranges.Add((from, to));
    }

    private static (int CodePoint, CodePointSet? Set) ReadAtom(PatternText text)
    {
        var start = text.Position;
        if (!text.Take('\\')) return (text.TakeCodePoint(), null);
        if (text.Take('b')) return ('\b', null);
        var set = CharacterEscape.ReadSet(text, start);
        return set is not null ? (0, set) : (CharacterEscape.ReadCodePoint(text, start), null);
    }
}
