using System.Text;

namespace Runink.Pipelines.Features.Expressions;

/// <summary>Cuts a Cucumber Expression into tokens. Neighbouring text, and neighbouring white space, is one token.</summary>
internal static class ExpressionTokenizer
{
    public static List<ExpressionToken> Tokenize(string expression)
    {
        var runes = expression.EnumerateRunes().ToArray();
        var tokens = new List<ExpressionToken> { new(ExpressionTokenKind.StartOfLine, "", 0, 0) };
        for (var i = 0; i < runes.Length;)
        {
            var piece = ReadPiece(expression, runes, i);
            i = piece.End;
            var last = tokens[^1];
            if (last.Kind == piece.Kind && piece.Kind is ExpressionTokenKind.Text or ExpressionTokenKind.WhiteSpace)
                tokens[^1] = last with { Text = last.Text + piece.Text, End = piece.End };
            else
                tokens.Add(piece);
        }

        tokens.Add(new ExpressionToken(ExpressionTokenKind.EndOfLine, "", runes.Length, runes.Length));
        return tokens;
    }

    private static ExpressionToken ReadPiece(string expression, Rune[] runes, int at)
    {
        var rune = runes[at];
        if (rune.Value != '\\') return new ExpressionToken(KindOf(rune), rune.ToString(), at, at + 1);
        if (at + 1 == runes.Length) throw ExpressionException.EndOfLineEscaped(expression, at);
        var escaped = runes[at + 1];
        if (escaped.Value != '\\' && KindOf(escaped) == ExpressionTokenKind.Text)
            throw ExpressionException.NotEscapable(expression, at + 1);
        return new ExpressionToken(ExpressionTokenKind.Text, escaped.ToString(), at, at + 2);
    }

    private static ExpressionTokenKind KindOf(Rune rune) => rune.Value switch
    {
        '(' => ExpressionTokenKind.BeginOptional,
        ')' => ExpressionTokenKind.EndOptional,
        '{' => ExpressionTokenKind.BeginParameter,
        '}' => ExpressionTokenKind.EndParameter,
        '/' => ExpressionTokenKind.Alternation,
        _ => Rune.IsWhiteSpace(rune) ? ExpressionTokenKind.WhiteSpace : ExpressionTokenKind.Text,
    };
}
