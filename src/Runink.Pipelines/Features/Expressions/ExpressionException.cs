using System.Text;

namespace Runink.Pipelines.Features.Expressions;

/// <summary>
/// A Cucumber Expression that is wrong. Expressions are part of the program, so this is a mistake of whoever wrote the
/// definition, never of a feature's author. The texts are those of the Cucumber Expressions standard.
/// </summary>
internal sealed class ExpressionException : Exception
{
    private ExpressionException(string expression, int start, int end, string problem, string solution)
        : base(Describe(expression, start, end, problem, solution))
    {
    }

    public static ExpressionException EndOfLineEscaped(string expression, int at) =>
        new(expression, at, at, "The end of line can not be escaped.", @"You can use '\\' to escape the '\'");

    public static ExpressionException NotEscapable(string expression, int at) =>
        new(expression, at, at, @"Only the characters '{', '}', '(', ')', '\', '/' and whitespace can be escaped.",
            @"If you did mean to use an '\' you can use '\\' to escape it");

    public static ExpressionException Unclosed(string expression, ExpressionToken begin, ExpressionNodeKind kind)
    {
        var (end, what) = kind == ExpressionNodeKind.Optional ? (')', "optional text") : ('}', "a parameter");
        return new(expression, begin.Start, begin.End, $"The '{begin.Text}' does not have a matching '{end}'.",
            $@"If you did not intend to use {what} you can use '\{begin.Text}' to escape the {what}");
    }

    public static ExpressionException AlternationInOptional(string expression, ExpressionToken token) =>
        new(expression, token.Start, token.End, "An alternation can not be used inside an optional.",
            @"If you did not mean to use an alternation you can use '\/' to escape the '/'. Otherwise rephrase your expression "
            + "or consider using a regular expression instead.");

    public static ExpressionException InvalidParameterName(string expression, ExpressionToken token) =>
        new(expression, token.Start, token.End, @"Parameter names may not contain '{', '}', '(', ')', '\' or '/'.",
            "Did you mean to use a regular expression?");

    public static ExpressionException EmptyAlternative(string expression, ExpressionNode node) =>
        new(expression, node.Start, node.End, "Alternative may not be empty.",
            @"If you did not mean to use an alternative you can use '\/' to escape the '/'");

    public static ExpressionException OnlyOptionals(string expression, ExpressionNode node) =>
        new(expression, node.Start, node.End, "An alternative may not exclusively contain optionals.",
            @"If you did not mean to use an optional you can use '\(' to escape the '('");

    public static ExpressionException EmptyOptional(string expression, ExpressionNode node) =>
        new(expression, node.Start, node.End, "An optional must contain some text.",
            @"If you did not mean to use an optional you can use '\(' to escape the '('");

    public static ExpressionException NestedOptional(string expression, ExpressionNode node) =>
        new(expression, node.Start, node.End, "An optional may not contain an other optional.",
            @"If you did not mean to use an optional type you can use '\(' to escape the '('. For more complicated expressions "
            + "consider using a regular expression instead.");

    public static ExpressionException ParameterInOptional(string expression, ExpressionNode node) =>
        new(expression, node.Start, node.End, "An optional may not contain a parameter type.",
            @"If you did not mean to use an parameter type you can use '\{' to escape the '{'");

    public static ExpressionException UndefinedParameterType(string expression, ExpressionNode node, string name) =>
        new(expression, node.Start, node.End, $"Undefined parameter type '{name}'.",
            $"Please register a ParameterType for '{name}'");

    private static string Describe(string expression, int start, int end, string problem, string solution)
    {
        var pointer = new StringBuilder().Append(' ', start).Append('^');
        if (end > start + 1) pointer.Append('-', end - start - 2).Append('^');
        return $"This Cucumber Expression has a problem at column {start + 1}:\n\n{expression}\n{pointer}\n{problem}\n{solution}";
    }
}
