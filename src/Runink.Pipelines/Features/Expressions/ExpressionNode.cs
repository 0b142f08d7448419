namespace Runink.Pipelines.Features.Expressions;

/// <summary>The kinds of nodes in the tree of a Cucumber Expression.</summary>
internal enum ExpressionNodeKind
{
    Expression,
    Text,
    Optional,
    Alternation,
    Alternative,
    Parameter,
}

/// <summary>
/// A node of the tree: <see cref="Text"/> for text nodes, <see cref="Nodes"/> for all others. Offsets count code points.
/// </summary>
internal sealed record ExpressionNode(
    ExpressionNodeKind Kind, int Start, int End, string Text, IReadOnlyList<ExpressionNode> Nodes)
{
    public ExpressionNode(ExpressionToken token)
        : this(ExpressionNodeKind.Text, token.Start, token.End, token.Text, [])
    {
    }

    public ExpressionNode(ExpressionNodeKind kind, int start, int end, IReadOnlyList<ExpressionNode> nodes)
        : this(kind, start, end, "", nodes)
    {
    }
}
