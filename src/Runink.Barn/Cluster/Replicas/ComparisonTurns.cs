using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Which of the groups that a member leads are compared next: the platform's always, of the others a few at a time, in turn, and only those
/// in which something has happened since they were found the same, or which were found so long ago. For one thread.
/// </summary>
/// <param name="node">The member.</param>
internal sealed class ComparisonTurns(BarnNode node)
{
    private const int OthersAtOnce = 16;

    // What changes behind everybody's back changes nothing that could be seen.
    private static readonly TimeSpan LongAgo = TimeSpan.FromHours(1);

    private readonly Dictionary<GroupId, (LogIndex Applied, long At)> _same = [];
    private GroupId _last;

    /// <summary>The groups to be compared now.</summary>
    public IReadOnlyList<BarnGroup> Next()
    {
        var hosted = node.Groups.ToList();
        foreach (var gone in _same.Keys.Except(hosted.Select(group => group.Id)).ToList()) _same.Remove(gone);
        var due = hosted.Where(group => IsLed(group) && (group.IsSystem || IsDue(group))).OrderBy(group => group.Id).ToList();
        var others = due.Where(group => !group.IsSystem).ToList();
        List<BarnGroup> turn = [.. others.Where(group => group.Id > _last).Concat(others.Where(group => group.Id <= _last)).Take(OthersAtOnce)];
        if (turn.Count > 0) _last = turn[^1].Id;
        return [.. due.Where(group => group.IsSystem), .. turn];
    }

    /// <summary>A group was found the same everywhere as of an entry of this member.</summary>
    public void Compared(BarnGroup group, LogIndex applied) => _same[group.Id] = (applied, TimeProvider.System.GetTimestamp());

    private static bool IsLed(BarnGroup group) => group.Status is { Role: Role.Leader, Membership.Current.Members.Length: > 1 };

    private bool IsDue(BarnGroup group) => !_same.TryGetValue(group.Id, out var same) || same.Applied != group.Status.AppliedIndex
        || TimeProvider.System.GetElapsedTime(same.At) > LongAgo;
}
