using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>What a log may look like of which something was lost: as before, but for entries that it knows to be lost.</summary>
internal static class LostModel
{
    public static bool IsHoled(RecoveredState whole, RecoveredState found, IReadOnlyList<LogDamage> lost, GroupId group)
    {
        var isSame = (whole.Term, whole.VotedFor) == (found.Term, found.VotedFor) && Last(whole) == Last(found);
        if (!isSame || whole.Base.Position != found.Base.Position || whole.Entries.Count != found.Entries.Count) return false;
        for (var i = 0; i < found.Entries.Count; i++)
        {
            var (one, other) = (whole.Entries[i], found.Entries[i]);
            if (other.Kind != EntryKind.Rotten)
            {
                if (one != (other with { Command = one.Command }) || !one.Command.Span.SequenceEqual(other.Command.Span)) return false;
            }
            else if (!lost.Any(place => place.Group == group && place.First <= other.Index && other.Index <= place.Last))
            {
                return false;
            }
        }

        return true;
    }

    private static LogIndex Last(RecoveredState state) => state.Base.Index + state.Entries.Count;
}
