namespace Runink.Barn;

/// <summary>What follows from what replicas say of their states.</summary>
/// <param name="Differ">Whether two of them cannot both be right.</param>
/// <param name="Wrong">
/// Who differs from what a majority of the voters holds, by id; none when no majority agrees, or when two that a majority agrees with
/// contradict each other: one that stands elsewhere is compared by its keys alone, and may agree with both.
/// </param>
/// <param name="IsComplete">Whether everybody who answered could be compared with somebody.</param>
/// <param name="IsHopeless">Whether every voter was compared with every other, and none has a majority on its side.</param>
internal sealed record ReplicaVerdict(bool Differ, IReadOnlyList<ulong> Wrong, bool IsComplete, bool IsHopeless)
{
    /// <summary>Whom the alarm is about; 0 for everybody, none as long as another look may tell more.</summary>
    public IReadOnlyList<ulong> Accused => IsHopeless ? [0] : Wrong;

    /// <param name="states">What was answered, all to the same question.</param>
    /// <param name="voters">The members with a vote, whether they answered or not.</param>
    public static ReplicaVerdict On(IReadOnlyList<ReplicaState> states, IReadOnlyCollection<ulong> voters)
    {
        var differ = states.Any(one => states.Any(one.Contradicts));
        var isComplete = states.Count < 2 || states.All(one => states.Any(other => other != one && one.IsComparable(other)));
        if (!differ) return new(Differ: false, [], isComplete, IsHopeless: false);
        var right = states.Where(one => 2 * states.Count(other => voters.Contains(other.Member) && one.Agrees(other)) > voters.Count).ToList();
        var isDecided = !right.Exists(one => right.Exists(one.Contradicts));
        var wrong = states.Where(one => isDecided && right.Exists(one.Contradicts)).Select(one => one.Member).Order();
        var voting = states.Where(one => voters.Contains(one.Member)).ToList();
        var isHopeless = right.Count == 0 && voting.Count == voters.Count && voting.TrueForAll(one => voting.TrueForAll(one.IsComparable));
        return new(Differ: true, [.. wrong], isComplete, isHopeless);
    }
}
