using System.Globalization;

namespace Runink.Cli.Synth;

/// <summary>Reads the part of ECMA-262 regular expressions that <see cref="TextPattern"/> can turn around.</summary>
internal sealed class TextPatternParser
{
    private const int RepeatMax = 4096;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private const string Word = Letters + Digits + "_";

    private readonly string _text;
    private int _at;
    private bool _unknown;

    private TextPatternParser(string text) => _text = text;

    /// <summary>The pattern, or null when it uses something that cannot be turned around.</summary>
    public static TextPattern? Parse(string text)
    {
        var parser = new TextPatternParser(text);
        var pattern = parser.ReadAlternatives();
        return parser._unknown || parser._at < text.Length ? null : pattern;
    }

    private TextPattern ReadAlternatives()
    {
        var choices = new List<TextPattern> { ReadSequence() };
        while (!_unknown && Take('|')) choices.Add(ReadSequence());
        return choices.Count == 1 ? choices[0] : new TextPattern.Alternatives(choices);
    }

    private TextPattern.Sequence ReadSequence()
    {
        var parts = new List<TextPattern>();
        while (!_unknown && _at < _text.Length && _text[_at] is not ('|' or ')'))
        {
            if (Take('^') || Take('$')) continue;
            parts.Add(ReadRepetition(ReadAtom()));
        }

        return new TextPattern.Sequence(parts);
    }

    private TextPattern ReadAtom()
    {
        var next = _text[_at++];
        switch (next)
        {
            case '(':
                if (Take('?') && !Take(':')) _unknown = true;
                var inner = ReadAlternatives();
                if (!Take(')')) _unknown = true;
                return inner;
            case '[':
                return Set(ReadClass());
            case '.':
                return Set(Letters + Digits);
            case '\\':
                return Set(ReadEscape());
            case '*' or '+' or '?' or '{':
                _unknown = true;
                return Set("x");
            default:
                return Set(next.ToString());
        }
    }

    private TextPattern ReadRepetition(TextPattern part)
    {
        if (_unknown || _at == _text.Length) return part;
        var (least, most) = (1, (int?)1);
        switch (_text[_at])
        {
            case '*': (least, most) = (0, null); break;
            case '+': (least, most) = (1, null); break;
            case '?': (least, most) = (0, 1); break;
            case '{': return ReadCounted(part);
            default: return part;
        }

        _at++;
        Take('?');
        return new TextPattern.Repeated(part, least, most);
    }

    private TextPattern ReadCounted(TextPattern part)
    {
        var close = _text.IndexOf('}', _at);
        var bounds = close < 0 ? [] : _text[(_at + 1)..close].Split(',');
        int? most = null;
        if (bounds.Length is not (1 or 2)
            || !int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least)
            || (bounds[^1].Length > 0 && !TryReadMost(bounds[^1], out most))
            || least > RepeatMax || most > RepeatMax || most < least)
        {
            _unknown = true;
            return part;
        }

        _at = close + 1;
        Take('?');
        return new TextPattern.Repeated(part, least, most);
    }

    private static bool TryReadMost(string text, out int? most)
    {
        var read = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        most = value;
        return read;
    }

    private string ReadClass()
    {
        var negated = Take('^');
        var set = "";
        while (!_unknown && _at < _text.Length && !Take(']'))
        {
            var from = ReadClassItem();
            var isRange = from.Length == 1 && _at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']';
            if (!isRange)
            {
                set += from;
                continue;
            }

            _at++;
            var to = ReadClassItem();
            if (to.Length != 1 || to[0] < from[0]) _unknown = true;
            else set += string.Concat(Enumerable.Range(from[0], to[0] - from[0] + 1).Select(c => (char)c));
        }

        if (!negated) return set;
        var printable = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)
            .Where(c => !set.Contains(c, StringComparison.Ordinal)));
        var plain = string.Concat(printable.Where(char.IsAsciiLetterOrDigit));
        return plain.Length > 0 ? plain : printable;
    }

    private string ReadClassItem()
    {
        var next = _text[_at++];
        return next == '\\' ? ReadEscape() : next.ToString();
    }

    private string ReadEscape()
    {
        if (_at == _text.Length)
        {
            _unknown = true;
            return "x";
        }

        var next = _text[_at++];
        switch (next)
        {
            case 'd': return Digits;
            case 'w': return Word;
            case 's': return " ";
            case 'D' or 'S' or 'W': return next == 'W' ? "-" : Letters;
            case 't': return "\t";
        }

        // Anything else that is a letter or digit means something that we do not know: \b, \1, \u0041.
        if (char.IsAsciiLetterOrDigit(next)) _unknown = true;
        return next.ToString();
    }

    private TextPattern.Characters Set(string characters)
    {
        if (characters.Length == 0 || characters.Any(c => c > '~')) _unknown = true;
        return new TextPattern.Characters(_unknown ? "x"u8.ToArray() : [.. characters.Distinct().Select(c => (byte)c)]);
    }

    private bool Take(char expected)
    {
        if (_at == _text.Length || _text[_at] != expected) return false;
        _at++;
        return true;
    }
}
