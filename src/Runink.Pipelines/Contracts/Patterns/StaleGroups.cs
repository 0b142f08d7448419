namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>
/// ECMA-262 forgets a group at each new round of the repetition around it, .NET keeps what an earlier round matched. It shows only
/// when something refers to the group although this round skipped it or has not reached its end: such a pattern is refused rather
/// than run with another meaning.
/// </summary>
internal sealed class StaleGroups
{
    private readonly Dictionary<int, Place> _groups = [];
    private readonly List<(BackReferenceNode Reference, Place Place)> _references = [];
    private int _visited;

    /// <summary>Throws when a reference may find what an earlier round left.</summary>
    public static void Refuse(PatternNode root)
    {
        var stale = new StaleGroups();
        stale.Visit(root, new Place(0, [], Skipped: false, Behind: false));
        foreach (var (reference, place) in stale._references)
        {
            if (!IsStale(stale._groups[reference.Number], place)) continue;
            throw new PatternSyntaxException(
                "this may refer to what an earlier round of a repetition matched, which cannot be run exactly", reference.Position);
        }
    }

    private static bool IsStale(Place group, Place reference)
    {
        if (group.Repetitions.Count == 0) return false;
        var together = reference.Repetitions.Count > 0 && reference.Repetitions[0] == group.Repetitions[0];
        return group.Skipped || (together && (reference.Order < group.Order || reference.Behind || group.Behind));
    }

    private void Visit(PatternNode node, Place place)
    {
        switch (node)
        {
            case SequenceNode sequence:
                foreach (var item in sequence.Items) Visit(item, place);
                break;
            case AlternationNode alternation:
                foreach (var branch in alternation.Branches) Visit(branch, place.Skippable(place.IsRepeated));
                break;
            case RepeatNode repeat:
                var inside = place.Skippable(place.IsRepeated && repeat.Minimum == 0);
                Visit(repeat.Item, repeat.Maximum == 1 ? inside : inside with { Repetitions = [.. place.Repetitions, ++_visited] });
                break;
            case LookNode look:
                Visit(look.Item, place.Skippable(place.IsRepeated && look.Negated) with { Behind = place.Behind || look.Behind });
                break;
            case GroupNode group:
                Visit(group.Item, place);
                _groups[group.Number] = place with { Order = ++_visited };
                break;
            case BackReferenceNode reference:
                _references.Add((reference, place with { Order = ++_visited }));
                break;
        }
    }

    /// <summary>Where a group ends or a reference stands.</summary>
    /// <param name="Order">Its turn, from left to right.</param>
    /// <param name="Repetitions">The repetitions around it, outermost first.</param>
    /// <param name="Skipped">Whether a round of one of them may pass it by.</param>
    /// <param name="Behind">Whether it lies in a lookbehind, which runs from right to left.</param>
    private sealed record Place(int Order, IReadOnlyList<int> Repetitions, bool Skipped, bool Behind)
    {
        public bool IsRepeated => Repetitions.Count > 0;

        public Place Skippable(bool also) => this with { Skipped = Skipped || also };
    }
}
