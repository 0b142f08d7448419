namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>
/// Reads ECMA-262 patterns with the meaning they have under the <c>u</c> flag, which is that of JSON Schema. Stricter than
/// browsers: what their legacy grammar guesses at (a lone <c>{</c>, an unknown letter escape, an octal number) is an error.
/// </summary>
internal sealed class EcmaPatternParser
{
    private const int MaximumLength = 4096;
    private const int MaximumDepth = 100;

    private readonly PatternText _text;
    private readonly GroupNames _groups;
    private int _opened;
    private int _depth;

    private EcmaPatternParser(string pattern)
    {
        _text = new PatternText(pattern);
        _groups = GroupNames.Scan(pattern);
    }

    /// <summary>Parses a whole pattern.</summary>
    /// <exception cref="PatternSyntaxException">It is not one.</exception>
    public static PatternNode Parse(string pattern)
    {
        if (pattern.Length > MaximumLength)
            throw new PatternSyntaxException($"a pattern has at most {MaximumLength} characters", MaximumLength);
        var parser = new EcmaPatternParser(pattern);
        var root = parser.Alternation();
        if (!parser._text.AtEnd) throw parser._text.Wrong("this ')' closes no group");
        StaleGroups.Refuse(root);
        return root;
    }

    private PatternNode Alternation()
    {
        if (++_depth > MaximumDepth) throw _text.Wrong($"groups are nested more than {MaximumDepth} deep");
        var branches = new List<PatternNode> { Sequence() };
        while (_text.Take('|')) branches.Add(Sequence());
        _depth--;
        return branches.Count == 1 ? branches[0] : new AlternationNode(branches);
    }

    private SequenceNode Sequence()
    {
        var items = new List<PatternNode>();
        while (!_text.AtEnd && _text.Peek is not ('|' or ')'))
        {
            var item = Term();
            items.Add(Quantified(item));
        }

        return new SequenceNode(items);
    }

    private PatternNode Term()
    {
        var start = _text.Position;
        if (_text.Take('^')) return new AssertionNode(AssertionKind.Start);
        if (_text.Take('$')) return new AssertionNode(AssertionKind.End);
        if (_text.Take('.')) return new SetNode(CodePointSet.LineEnds.Complement());
        if (_text.Take('[')) return new SetNode(CharacterClass.Read(_text, start));
        if (_text.Take('(')) return Group(start);
        if (_text.Take('\\')) return Escape(start);
        if (_text.Peek is '*' or '+' or '?') throw _text.Wrong("there is nothing to repeat here");
        if (_text.Peek is '{' or '}' or ']') throw _text.Wrong($"a literal '{_text.Peek}' must be written '\\{_text.Peek}'");
        return Literal(_text.TakeCodePoint());
    }

    private PatternNode Quantified(PatternNode item)
    {
        var start = _text.Position;
        (int Minimum, int? Maximum)? bounds =
            _text.Take('*') ? (0, null)
            : _text.Take('+') ? (1, null)
            : _text.Take('?') ? (0, 1)
            : _text.Take('{') ? Braces(start)
            : null;
        if (bounds is not { } found) return item;
        if (item is AssertionNode or LookNode) throw new PatternSyntaxException("an assertion cannot be repeated", start);
        if (found.Maximum < found.Minimum) throw new PatternSyntaxException("the repetition's bounds are out of order", start);
        return new RepeatNode(item, found.Minimum, found.Maximum, Lazy: _text.Take('?'));
    }

    private (int Minimum, int? Maximum)? Braces(int start)
    {
        if (_text.TakeNumber() is { } minimum)
        {
            if (_text.Take('}')) return (minimum, minimum);
            if (_text.Take(','))
            {
                var maximum = _text.TakeNumber();
                if (_text.Take('}')) return (minimum, maximum);
            }
        }

        throw new PatternSyntaxException("a repetition is written {n}, {n,} or {n,m}; a literal '{' as '\\{'", start);
    }

    private PatternNode Group(int start)
    {
        var node = OpenGroup();
        if (!_text.Take(')')) throw new PatternSyntaxException("this group is not closed", start);
        return node;
    }

    private PatternNode OpenGroup()
    {
        if (!_text.Take('?')) return Capture();
        if (_text.Take(':')) return Alternation();
        if (_text.Take('=')) return new LookNode(Alternation(), Behind: false, Negated: false);
        if (_text.Take('!')) return new LookNode(Alternation(), Behind: false, Negated: true);
        if (_text.Take("<=")) return new LookNode(Alternation(), Behind: true, Negated: false);
        if (_text.Take("<!")) return new LookNode(Alternation(), Behind: true, Negated: true);
        if (!_text.Take('<')) throw _text.Wrong("ECMA-262 knows no such group; inline flags such as (?i) are not part of it");
        _ = _text.TakeGroupName();
        return Capture();
    }

    private GroupNode Capture()
    {
        var number = ++_opened;
        return new GroupNode(number, Alternation());
    }

    private PatternNode Escape(int start)
    {
        if (_text.Take('b')) return new AssertionNode(AssertionKind.WordBoundary);
        if (_text.Take('B')) return new AssertionNode(AssertionKind.NoWordBoundary);
        if (_text.Take("k<")) return Reference(_groups.Find(_text.TakeGroupName()), start);
        if (_text.Peek is >= '1' and <= '9') return Reference(_text.TakeNumber()!.Value, start);
        var set = CharacterEscape.ReadSet(_text, start);
        return set is not null ? new SetNode(set) : Literal(CharacterEscape.ReadCodePoint(_text, start));
    }

    private BackReferenceNode Reference(int number, int start)
    {
        if (number < 1 || number > _groups.Count) throw new PatternSyntaxException("there is no such group to refer to", start);
        return new BackReferenceNode(number, start);
    }

    private static SetNode Literal(int codePoint) => new(CodePointSet.Of((codePoint, codePoint)));
}
