namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>A set of code points: sorted ranges that neither touch nor overlap. Surrogates are never members.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    /// <summary>What ends a line in ECMA-262, and so is not matched by a dot.</summary>
    public static readonly CodePointSet LineEnds = Of((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029));

    /// <summary><c>\d</c>.</summary>
    public static readonly CodePointSet Digits = Of(('0', '9'));

    /// <summary><c>\w</c>.</summary>
    public static readonly CodePointSet WordCharacters = Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    /// <summary><c>\s</c>.</summary>
    public static readonly CodePointSet WhiteSpace = Of(
        (0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
        (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    private CodePointSet(IReadOnlyList<(int From, int To)> ranges) => Ranges = ranges;

    /// <summary>The ranges, both ends inclusive, in rising order.</summary>
    public IReadOnlyList<(int From, int To)> Ranges { get; }

    /// <summary>The only member, or null when there are none or several.</summary>
    public int? Single => Ranges is [var only] && only.From == only.To ? only.From : null;

    /// <summary>The set of these ranges.</summary>
    public static CodePointSet Of(params IEnumerable<(int From, int To)> ranges)
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in ranges.SelectMany(WithoutSurrogates).OrderBy(range => range.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1)
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            else
                merged.Add(range);
        }

        return new CodePointSet(merged);
    }

    /// <summary>Everything that is not in the set.</summary>
    public CodePointSet Complement()
    {
        var gaps = new List<(int, int)>();
        var next = 0;
        foreach (var (from, to) in Ranges)
        {
            if (from > next) gaps.Add((next, from - 1));
            next = to + 1;
        }

        if (next <= Last) gaps.Add((next, Last));
        return Of(gaps);
    }

    private static IEnumerable<(int From, int To)> WithoutSurrogates((int From, int To) range)
    {
        if (range.From < 0xD800) yield return (range.From, Math.Min(range.To, 0xD7FF));
        if (range.To > 0xDFFF) yield return (Math.Max(range.From, 0xE000), range.To);
    }
}
