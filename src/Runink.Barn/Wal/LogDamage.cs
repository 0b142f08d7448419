using Runink.Raft;

namespace Runink.Barn;

/// <summary>A piece of the log that was durable once and cannot be read any more.</summary>
/// <param name="File">The segment.</param>
/// <param name="Offset">Where in it, in bytes.</param>
/// <param name="Problem">What is wrong there.</param>
/// <param name="Group">Whose entries it held, or none when that is lost too: then any group may be affected.</param>
/// <param name="First">The first of these entries, or zero when it held none.</param>
/// <param name="Last">The last of them.</param>
public sealed record LogDamage(
    string File, long Offset, string Problem, GroupId Group = default, LogIndex First = default, LogIndex Last = default)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{File} at byte {Offset}: {Problem}" +
        (First == LogIndex.Zero ? "" : $" (entries {First} to {Last} of group {Group})");
}
