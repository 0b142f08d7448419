namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>
/// ECMA-262 forgets a group at each new round of the repetition around it, .NET keeps what an earlier round matched. It shows
/// only when a round may skip the group and something refers to it: such a pattern is refused rather than run with another
/// meaning.
/// </summary>
internal static class StaleGroups
{
    public static void Refuse(PatternNode root, IReadOnlyList<BackReferenceNode> references)
    {
        if (references.Count == 0) return;
        var stale = new HashSet<int>();
        Collect(root, repeated: false, skipped: false, stale);
        if (references.FirstOrDefault(reference => stale.Contains(reference.Number)) is { } first)
            throw new PatternSyntaxException("this refers to a group that a repetition may skip, which cannot be run exactly",
                first.Position);
    }

    private static void Collect(PatternNode node, bool repeated, bool skipped, HashSet<int> stale)
    {
        switch (node)
        {
            case SequenceNode sequence:
                foreach (var item in sequence.Items) Collect(item, repeated, skipped, stale);
                break;
            case AlternationNode alternation:
                foreach (var branch in alternation.Branches) Collect(branch, repeated, repeated, stale);
                break;
            case RepeatNode repeat:
                Collect(repeat.Item, repeated || repeat.Maximum != 1, skipped || (repeated && repeat.Minimum == 0), stale);
                break;
            case LookNode look:
                Collect(look.Item, repeated, skipped || (repeated && look.Negated), stale);
                break;
            case GroupNode group:
                if (repeated && skipped) stale.Add(group.Number);
                Collect(group.Item, repeated, skipped, stale);
                break;
        }
    }
}
