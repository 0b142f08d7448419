using System.Globalization;
using System.Text;

namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>Writes a pattern for RE2. Groups do not capture: only whether something matches is asked.</summary>
internal static class Re2Pattern
{
    public static string Write(PatternNode root)
    {
        var text = new StringBuilder();
        Write(root, text);
        return text.ToString();
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
                text.Append("(?:");
                Write(repeat.Item, text);
                text.Append(')').Append(Quantifier.Write(repeat));
                break;
            case GroupNode group:
                text.Append("(?:");
                Write(group.Item, text);
                text.Append(')');
                break;
            case AssertionNode assertion:
                text.Append(assertion.Kind switch
                {
                    AssertionKind.Start => "\\A",
                    AssertionKind.End => "\\z",
                    _ => "\\b",
                });
                break;
            default:
                throw new InvalidOperationException($"RE2 has no {node.GetType().Name}");
        }
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

    private static void WriteSet(CodePointSet set, StringBuilder text)
    {
        if (set.Single is { } single)
        {
            text.Append(Character(single));
            return;
        }

        // RE2 has no empty class; nothing is outside of all characters.
        if (set.Ranges.Count == 0) text.Append(@"[^\x{0}-\x{10FFFF}]");
        else text.Append('[').AppendJoin("", set.Ranges.Select(Range)).Append(']');
    }

    private static string Range((int From, int To) range) =>
        range.From == range.To ? Character(range.From) : $"{Character(range.From)}-{Character(range.To)}";

    private static string Character(int codePoint) => codePoint < 128 && char.IsAsciiLetterOrDigit((char)codePoint)
        ? ((char)codePoint).ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\x{{{codePoint:X}}}");
}
