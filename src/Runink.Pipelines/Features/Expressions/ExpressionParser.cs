using static Runink.Pipelines.Features.Expressions.ExpressionTokenKind;

namespace Runink.Pipelines.Features.Expressions;

/// <summary>
/// Builds the tree of a Cucumber Expression by recursive descent:
/// <code>
/// expression  = ( alternation | optional | parameter | text )*
/// alternation = after a boundary: piece* ( "/" piece* )+ before a boundary
/// optional    = "(" ( optional | parameter | text )* ")"
/// parameter   = "{" name* "}"
/// </code>
/// </summary>
internal sealed class ExpressionParser
{
    private readonly string _expression;
    private readonly List<ExpressionToken> _tokens;
    private int _at;

    private ExpressionParser(string expression)
    {
        _expression = expression;
        _tokens = ExpressionTokenizer.Tokenize(expression);
    }

    private ExpressionToken Current => _tokens[_at];

    public static ExpressionNode Parse(string expression) => new ExpressionParser(expression).ParseExpression();

    private ExpressionNode ParseExpression()
    {
        var start = Take().Start;
        var nodes = new List<ExpressionNode>();
        while (Current.Kind != EndOfLine) nodes.Add(ParseAlternation() ?? ParsePiece());
        return new ExpressionNode(ExpressionNodeKind.Expression, start, Current.End, nodes);
    }

    private ExpressionToken Take() => _tokens[_at++];

    private ExpressionNode? ParseAlternation()
    {
        if (_tokens[_at - 1].Kind is not (StartOfLine or WhiteSpace or EndParameter)) return null;
        var begin = _at;
        var start = Current.Start;
        var alternatives = new List<ExpressionNode>();
        var nodes = new List<ExpressionNode>();
        while (Current.Kind is not (WhiteSpace or EndOfLine or BeginParameter))
        {
            if (Current.Kind != Alternation)
            {
                nodes.Add(ParsePiece());
                continue;
            }

            var separator = Take();
            alternatives.Add(new ExpressionNode(ExpressionNodeKind.Alternative, start, separator.Start, nodes));
            (start, nodes) = (separator.End, []);
        }

        if (alternatives.Count == 0)
        {
            _at = begin;
            return null;
        }

        alternatives.Add(new ExpressionNode(ExpressionNodeKind.Alternative, start, Current.Start, nodes));
        return new ExpressionNode(ExpressionNodeKind.Alternation, alternatives[0].Start, Current.Start, alternatives);
    }

    private ExpressionNode ParsePiece() => Current.Kind switch
    {
        BeginOptional => ParseBetween(ExpressionNodeKind.Optional, EndOptional, ParsePiece),
        BeginParameter => ParseBetween(ExpressionNodeKind.Parameter, EndParameter, ParseName),
        Alternation => throw ExpressionException.AlternationInOptional(_expression, Current),
        _ => new ExpressionNode(Take()),
    };

    private ExpressionNode ParseName() => Current.Kind is Text or WhiteSpace
        ? new ExpressionNode(Take())
        : throw ExpressionException.InvalidParameterName(_expression, Current);

    private ExpressionNode ParseBetween(ExpressionNodeKind kind, ExpressionTokenKind end, Func<ExpressionNode> parse)
    {
        var begin = Take();
        var nodes = new List<ExpressionNode>();
        while (Current.Kind != end)
        {
            if (Current.Kind == EndOfLine) throw ExpressionException.Unclosed(_expression, begin, kind);
            nodes.Add(parse());
        }

        return new ExpressionNode(kind, begin.Start, Take().End, nodes);
    }
}
