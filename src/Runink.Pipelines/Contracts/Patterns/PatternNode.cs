namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>A piece of a parsed pattern.</summary>
internal abstract record PatternNode;

/// <summary>One code point out of a set; a literal is a set of one.</summary>
internal sealed record SetNode(CodePointSet Set) : PatternNode;

/// <summary>Pieces that follow each other; none is the empty pattern.</summary>
internal sealed record SequenceNode(IReadOnlyList<PatternNode> Items) : PatternNode;

/// <summary>One of several branches.</summary>
internal sealed record AlternationNode(IReadOnlyList<PatternNode> Branches) : PatternNode;

/// <summary>A piece, repeated; a null maximum is without end.</summary>
internal sealed record RepeatNode(PatternNode Item, int Minimum, int? Maximum, bool Lazy) : PatternNode;

/// <summary>A capturing group, numbered from 1.</summary>
internal sealed record GroupNode(int Number, PatternNode Item) : PatternNode;

/// <summary>What a capturing group last matched; nothing if it did not.</summary>
internal sealed record BackReferenceNode(int Number, int Position) : PatternNode;

/// <summary>Lookahead or lookbehind.</summary>
internal sealed record LookNode(PatternNode Item, bool Behind, bool Negated) : PatternNode;

/// <summary>An assertion of no width.</summary>
internal sealed record AssertionNode(AssertionKind Kind) : PatternNode;

/// <summary>The assertions of no width.</summary>
internal enum AssertionKind
{
    Start,
    End,
    WordBoundary,
    NoWordBoundary,
}

/// <summary>The text is not a pattern.</summary>
internal sealed class PatternSyntaxException(string message, int position) : Exception(message)
{
    /// <summary>Index into the pattern.</summary>
    public int Position { get; } = position;
}
