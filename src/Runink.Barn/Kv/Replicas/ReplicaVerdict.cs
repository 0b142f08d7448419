namespace Runink.Barn;

/// <summary>What follows from what replicas say of their states.</summary>
/// <param name="Differ">Whether two of them cannot both be right.</param>
/// <param name="Wrong">Who differs from what a majority of the voters holds, by id; none when no majority agrees.</param>
/// <param name="IsComplete">Whether everybody who answered could be compared with somebody.</param>
internal sealed record ReplicaVerdict(bool Differ, IReadOnlyList<ulong> Wrong, bool IsComplete)
{
    /// <param name="states">What was answered, all to the same question.</param>
    /// <param name="voters">The members with a vote, whether they answered or not.</param>
    public static ReplicaVerdict On(IReadOnlyList<ReplicaState> states, IReadOnlyCollection<ulong> voters)
    {
        var differ = states.Any(one => states.Any(one.Contradicts));
        var isComplete = states.Count < 2 || states.All(one => states.Any(other => other != one && (one.Agrees(other) || one.Contradicts(other))));
        if (!differ) return new(Differ: false, [], isComplete);
        var right = states.Where(one => 2 * states.Count(other => voters.Contains(other.Member) && one.Agrees(other)) > voters.Count).ToList();
        var wrong = states.Where(one => right.Exists(one.Contradicts)).Select(one => one.Member).Order();
        return new(Differ: true, [.. wrong], isComplete);
    }
}
