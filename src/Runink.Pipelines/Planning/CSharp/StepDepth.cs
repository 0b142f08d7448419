using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>
/// Bounds on how deep the code of a step nests. The compiler follows code by calling itself, in most places without a look at what is left
/// of its stack, and what overflows that ends the whole process.
/// </summary>
internal static class StepDepth
{
    /// <summary>How deep brackets of all kinds may nest.</summary>
    public const int BracketsMax = 256;

    /// <summary>How many operators of two operands may stand in a row.</summary>
    public const int OperatorsMax = 4_000;

    /// <summary>How deep anything else may nest: statements, calls of what a call returned, signs before signs.</summary>
    public const int NodesMax = 1_000;

    // Strings with holes, and conditions of directives, are followed by the part of the compiler that reads tokens: these it can always bear.
    private const int HolesMax = 10_000;
    private const int ConditionsMax = 1_000;
    private const int StringBracketsMax = 1_000;

    // The compiler reads a string in a hole twice, one in a hole of that four times, and so on.
    private const int StringsMax = 10;

    /// <summary>The first place that nests too deeply for the code to be parsed, and why; null when there is none.</summary>
    public static StepDepthProblem? BeforeParsing(string source, CSharpParseOptions language) => OfText(source) ?? OfTokens(source, language);

    /// <summary>The first place found where parsed code nests too deeply to be compiled, and why; null when there is none.</summary>
    public static StepDepthProblem? AfterParsing(SyntaxNode root)
    {
        var open = new Stack<(SyntaxNode Node, int Depth, int Operators)>([(root, 0, 0)]);
        while (open.TryPop(out var at))
        {
            foreach (var child in at.Node.ChildNodes())
            {
                // The compiler walks along a row of operators without calling itself.
                var isRow = IsOperator(at.Node) && IsOperator(child) && child.SpanStart == at.Node.SpanStart;
                var (depth, operators) = isRow ? (at.Depth, at.Operators + 1) : (at.Depth + 1, 0);
                if (depth > NodesMax) return new(child.SpanStart, $"nests more than {NodesMax} deep here");
                if (operators > OperatorsMax) return new(child.Span.End, $"has more than {OperatorsMax} operators in a row here");
                open.Push((child, depth, operators));
            }
        }

        return null;
    }

    private static bool IsOperator(SyntaxNode node) => node is BinaryExpressionSyntax or BinaryPatternSyntax;

    private static StepDepthProblem? OfText(string source)
    {
        var holes = 0;
        var conditions = -1;
        for (var i = 0; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '\n': conditions = -1; break;
                case '#': conditions = Math.Max(conditions, 0); break;
                case '(' or '!' when conditions >= 0 && ++conditions > ConditionsMax: return new(i, "has a directive that nests too deeply here");
                case '$' when ++holes > HolesMax: return new(i, $"has more than {HolesMax} strings with holes");
            }
        }

        return null;
    }

    private static StepDepthProblem? OfTokens(string source, CSharpParseOptions language)
    {
        var around = new Stack<int>();
        var (outside, depth) = (0, 0);
        foreach (var token in SyntaxFactory.ParseTokens(source, options: language))
        {
            switch (token.Kind())
            {
                case SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken or SyntaxKind.OpenBraceToken:
                    around.Push(outside);
                    outside = ++depth;
                    break;
                case SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken or SyntaxKind.CloseBraceToken:
                    depth = Math.Max(outside - 1, 0);
                    outside = around.TryPop(out var before) ? before : 0;
                    break;
                // Closed, or a comparison, where something stands that no list of types could hold.
                case SyntaxKind.LessThanToken: depth++; break;
                case SyntaxKind.GreaterThanToken: depth = Math.Max(depth - 1, outside); break;
                case SyntaxKind.InterpolatedStringToken when OfString(token.Text) is { } words: return new(token.SpanStart, words);
                case not (SyntaxKind.IdentifierToken or SyntaxKind.DotToken or SyntaxKind.CommaToken or SyntaxKind.QuestionToken
                    or SyntaxKind.ColonColonToken or SyntaxKind.AsteriskToken) when !SyntaxFacts.IsKeywordKind(token.Kind()):
                    depth = outside;
                    break;
            }

            if (depth > BracketsMax) return new(token.SpanStart, $"nests more than {BracketsMax} brackets deep here");
        }

        return null;
    }

    // It is not taken apart yet, so whatever could nest in its holes is taken to do so.
    private static string? OfString(string text)
    {
        if (text.Count(c => c is '(' or '[' or '{' or '<') > StringBracketsMax)
            return $"has a string with more than {StringBracketsMax} brackets in and around its holes here";
        var around = new Stack<int>();
        var braces = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] is '{') braces++;
            else if (text[i] is '}') braces--;
            if (text[i] is not '$' || text[i + 1] is not ('"' or '@' or '$')) continue;
            while (around.TryPeek(out var before) && before >= braces) around.Pop();
            around.Push(braces);
            if (around.Count > StringsMax) return $"has more than {StringsMax} strings within each other here";
        }

        return null;
    }
}

/// <summary>Code that nests too deeply.</summary>
/// <param name="Position">Where, in characters.</param>
/// <param name="Words">What is wrong there, behind the file's name.</param>
internal sealed record StepDepthProblem(int Position, string Words);
