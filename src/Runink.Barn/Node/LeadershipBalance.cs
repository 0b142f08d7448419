namespace Runink.Barn;

/// <summary>
/// Spreads the leadership of groups over the members: each group has one whose turn it is, by its id, and a leader that is another hands
/// over to it once that one has been there for a while. A few groups at a time, so that it costs nobody anything.
/// </summary>
/// <param name="context">What the node's groups share.</param>
/// <param name="groups">The groups.</param>
/// <param name="pulse">Who is there.</param>
internal sealed class LeadershipBalance(GroupContext context, HostedGroups groups, PeerPulse pulse)
{
    private const int TicksBetween = 3;
    private const int LooksAtOnce = 64;

    // Whoever leads, or comes back, proves itself first: what made leadership move may not be over.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private int _next;

    public void Tick()
    {
        if (context.Ticks % TicksBetween != 0 || groups.Count <= 1) return;
        var settled = (long)(Settled / context.Options.HeartbeatInterval);
        for (var looks = Math.Min(LooksAtOnce, groups.All.Count); looks > 0; looks--)
        {
            if (_next >= groups.All.Count) _next = 0;
            var group = groups.All[_next++];
            if (group.Id == NodeCore.System || group.OfficeTicks < settled || group.PreferredLeader is not { } preferred) continue;
            if (preferred == group.Raft.Id || pulse.Uptime(preferred) < settled) continue;
            // It would only hand over again.
            if (group.Machine.View.IsCorrupt(preferred.Value)) continue;
            group.HandOver(preferred);
            return;
        }
    }
}
