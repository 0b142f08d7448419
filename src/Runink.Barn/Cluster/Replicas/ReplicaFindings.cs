using System.Globalization;

namespace Runink.Barn;

/// <summary>What came of a comparison.</summary>
/// <param name="States">What was answered, this member's own first.</param>
/// <param name="Verdict">What follows from it.</param>
/// <param name="IsWhole">Whether every member could be compared.</param>
/// <param name="Took">How long this member took for its own hash.</param>
internal sealed record ReplicaFindings(IReadOnlyList<ReplicaState> States, ReplicaVerdict Verdict, bool IsWhole, TimeSpan Took)
{
    /// <summary>How it ended.</summary>
    public ReplicaOutcome Outcome => Verdict.Differ
        ? Verdict.Accused.Count > 0 ? ReplicaOutcome.Different : ReplicaOutcome.Open
        : IsWhole ? ReplicaOutcome.Same : ReplicaOutcome.Incomplete;

    /// <summary>Whether this member may be the one that is wrong: the majority says so, or it contradicts another and no majority is known.</summary>
    public bool IsOwnInDoubt =>
        Verdict.Wrong.Count > 0 ? Verdict.Wrong.Contains(States[0].Member) : States.Any(States[0].Contradicts);

    /// <summary>Every answer, for the log.</summary>
    public override string ToString() => string.Join("; ", States.Select(state => string.Create(CultureInfo.InvariantCulture,
        $"{state.Member:x}: entry {state.Applied.Value}, revision {state.Revision}, compacted {state.CompactRevision}, ") +
        string.Create(CultureInfo.InvariantCulture, $"all {state.Whole:x}, keys {state.Keys:x}")));
}
