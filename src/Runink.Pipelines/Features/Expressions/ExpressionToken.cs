namespace Runink.Pipelines.Features.Expressions;

/// <summary>The kinds of tokens of a Cucumber Expression.</summary>
internal enum ExpressionTokenKind
{
    StartOfLine,
    EndOfLine,
    WhiteSpace,
    BeginOptional,
    EndOptional,
    BeginParameter,
    EndParameter,
    Alternation,
    Text,
}

/// <summary>A piece of an expression. Offsets count code points; <paramref name="Text"/> has its escapes undone.</summary>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, string Text, int Start, int End);
