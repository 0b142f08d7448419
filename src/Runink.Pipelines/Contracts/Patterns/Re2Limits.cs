namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>Decides whether RE2 can run a pattern with exactly the meaning of ECMA-262.</summary>
internal static class Re2Limits
{
    // RE2 refuses a repetition, or nested repetitions together, of more than 1000, and programs beyond its memory budget.
    private const long MaximumRepetition = 1000;
    private const long MaximumSize = 20_000;

    /// <summary>Why it cannot, or null when it can.</summary>
    public static string? WhyNot(PatternNode root)
    {
        if (Needs(root) is { } reason) return reason;
        if (Repetition(root) > MaximumRepetition) return $"it repeats more than {MaximumRepetition} times";
        return Size(root) > MaximumSize ? "it is too large" : null;
    }

    private static string? Needs(PatternNode node) => node switch
    {
        LookNode { Behind: false } => "it looks ahead",
        LookNode => "it looks behind",
        BackReferenceNode => "it refers back to a group",
        // RE2 also finds this one between the bytes of a single character.
        AssertionNode { Kind: AssertionKind.NoWordBoundary } => "it uses \\B",
        _ => Children(node).Select(Needs).FirstOrDefault(reason => reason is not null),
    };

    private static long Repetition(PatternNode node)
    {
        var inner = Children(node).Select(Repetition).DefaultIfEmpty(1).Max();
        if (node is not RepeatNode repeat) return inner;
        return Math.Min(inner * Math.Max(1, repeat.Maximum ?? repeat.Minimum), int.MaxValue);
    }

    private static long Size(PatternNode node)
    {
        var inner = node is SetNode set ? 4L * Math.Max(1, set.Set.Ranges.Count) : 1 + Children(node).Sum(Size);
        return node is RepeatNode repeat ? inner * Math.Max(1, (repeat.Maximum ?? repeat.Minimum) + 1) : inner;
    }

    private static IEnumerable<PatternNode> Children(PatternNode node) => node switch
    {
        SequenceNode sequence => sequence.Items,
        AlternationNode alternation => alternation.Branches,
        RepeatNode repeat => [repeat.Item],
        GroupNode group => [group.Item],
        LookNode look => [look.Item],
        _ => [],
    };
}
