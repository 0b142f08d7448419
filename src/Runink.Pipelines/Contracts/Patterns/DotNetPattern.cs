using System.Globalization;
using System.Text;

namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>Writes a pattern for .NET, which works on UTF-16 units: characters beyond U+FFFF become surrogate pairs.</summary>
internal static class DotNetPattern
{
    private const string Word = "[0-9A-Z_a-z]";

    public static string Write(PatternNode root)
    {
        // A match never starts inside a surrogate pair; within a match every step is a whole character.
        var text = new StringBuilder(@"(?![\uDC00-\uDFFF])(?:");
        Write(root, text);
        return text.Append(')').ToString();
    }

    private static void Write(PatternNode node, StringBuilder text)
    {
        switch (node)
        {
            case SetNode set:
                WriteSet(set.Set, text);
                break;
            case SequenceNode sequence:
                foreach (var item in sequence.Items) Write(item, text);
                break;
            case AlternationNode alternation:
                WriteBranches(alternation, text);
                break;
            case RepeatNode repeat:
                Enclose("(?:", repeat.Item, text);
                text.Append(Quantifier.Write(repeat));
                break;
            case GroupNode group:
                Enclose("(", group.Item, text);
                break;
            case LookNode look:
                Enclose((look.Behind ? "(?<" : "(?") + (look.Negated ? "!" : "="), look.Item, text);
                break;
            case BackReferenceNode reference:
                // A group that did not take part matches nothing in ECMA-262; in .NET it fails.
                text.Append(CultureInfo.InvariantCulture, $"(?({reference.Number})\\{reference.Number}|)");
                break;
            case AssertionNode assertion:
                text.Append(Assertion(assertion.Kind));
                break;
            default:
                throw new InvalidOperationException($".NET has no {node.GetType().Name}");
        }
    }

    private static void Enclose(string open, PatternNode item, StringBuilder text)
    {
        text.Append(open);
        Write(item, text);
        text.Append(')');
    }

    private static void WriteBranches(AlternationNode alternation, StringBuilder text)
    {
        for (var i = 0; i < alternation.Branches.Count; i++)
        {
            text.Append(i == 0 ? "(?:" : "|");
            Write(alternation.Branches[i], text);
        }

        text.Append(')');
    }

    private static string Assertion(AssertionKind kind) => kind switch
    {
        AssertionKind.Start => "\\A",
        AssertionKind.End => "\\z",
        AssertionKind.WordBoundary => $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))",
        _ => $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))",
    };

    private static void WriteSet(CodePointSet set, StringBuilder text)
    {
        if (set.Single is { } single and <= 0xFFFF)
        {
            text.Append(Unit(single));
            return;
        }

        var branches = new List<string>();
        var units = set.Ranges.Where(range => range.From <= 0xFFFF)
            .Select(range => Range(range.From, Math.Min(range.To, 0xFFFF))).ToList();
        if (units.Count > 0) branches.Add($"[{string.Concat(units)}]");
        branches.AddRange(set.Ranges.Where(range => range.To > 0xFFFF)
            .SelectMany(range => Pairs(Math.Max(range.From, 0x10000), range.To)));
        text.Append(branches.Count switch
        {
            0 => "(?!)",
            1 => $"(?:{branches[0]})",
            _ => $"(?:{string.Join('|', branches)})",
        });
    }

    /// <summary>A range beyond U+FFFF as surrogate pairs: the first high surrogate, the whole blocks, the last.</summary>
    private static IEnumerable<string> Pairs(int from, int to)
    {
        while (from <= to)
        {
            var (high, low) = Split(from);
            var whole = low == 0xDC00 ? (to + 1 - from) / 0x400 : 0;
            var last = whole > 0 ? from + (whole * 0x400) - 1 : Math.Min(to, from | 0x3FF);
            yield return $"[{Range(high, Split(last).High)}][{Range(low, Split(last).Low)}]";
            from = last + 1;
        }
    }

    private static (int High, int Low) Split(int codePoint) =>
        (0xD800 + ((codePoint - 0x10000) >> 10), 0xDC00 + ((codePoint - 0x10000) & 0x3FF));

    private static string Range(int from, int to) => from == to ? Unit(from) : $"{Unit(from)}-{Unit(to)}";

    private static string Unit(int unit) => unit < 128 && char.IsAsciiLetterOrDigit((char)unit)
        ? ((char)unit).ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{unit:X4}");
}
