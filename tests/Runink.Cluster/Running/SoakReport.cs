namespace Runink.Cluster;

/// <summary>What a soak did and found.</summary>
/// <param name="Faults">How many faults happened.</param>
/// <param name="Answered">Operations on objects with an answer.</param>
/// <param name="Unknown">Operations on objects whose outcome nobody knows.</param>
/// <param name="Judged">Operations in histories that were found linearizable.</param>
/// <param name="Undecided">Histories too hard to judge.</param>
/// <param name="Heard">Changes that watches heard, all together.</param>
/// <param name="Pairs">Pairs that were read.</param>
/// <param name="Held">How often the lock was held.</param>
/// <param name="Leases">How often a key of a lease had to be there.</param>
/// <param name="Violations">What was wrong.</param>
internal sealed record SoakReport(
    int Faults, long Answered, long Unknown, long Judged, long Undecided, long Heard, long Pairs, long Held, long Leases,
    IReadOnlyCollection<string> Violations)
{
    public override string ToString() =>
        $"{Faults} faults; {Answered} operations answered, {Unknown} without a known outcome, {Judged} judged, {Undecided} histories undecided; "
        + $"{Heard} changes heard, {Pairs} pairs read, {Held} times a lock held, {Leases} times a lease looked for; {Violations.Count} violations";
}
