using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Tells which members are there. Leaders of groups that sleep send nothing in them, so each node says to every other in each tick that it
/// lives, once for all its groups; when it does not for a while, the groups that it led wake, and elect another leader. A node that has just
/// started wakes the groups that others lead: it may be one that cannot stand for election, and would never hear who leads.
/// </summary>
/// <param name="context">What the node's groups share.</param>
/// <param name="groups">The groups.</param>
internal sealed class PeerPulse(GroupContext context, HostedGroups groups)
{
    /// <summary>No group: a message of it says only that its sender lives, and who does not know that ignores it.</summary>
    public static readonly GroupId Id = new(ulong.MaxValue);

    private readonly SortedDictionary<NodeId, (long Since, long Last)> _heard = [];
    private readonly Dictionary<NodeId, long> _lives = [];
    private readonly List<NodeId> _silent = [];

    // As long as a follower that is awake waits at most for its leader.
    private long Patience => 2 * context.Options.ElectionTicks;

    /// <summary>Something came from a member.</summary>
    public void Heard(NodeId peer)
    {
        var since = _heard.TryGetValue(peer, out var heard) ? heard.Since : context.Ticks;
        _heard[peer] = (since, context.Ticks);
    }

    /// <summary>A member says that it lives, and which of its lives that is.</summary>
    public void Receive(Heartbeat pulse)
    {
        if (_lives.TryGetValue(pulse.From, out var life) && life == pulse.ReadRound) return;
        _lives[pulse.From] = pulse.ReadRound;
        foreach (var group in groups.All) group.PeerCame(pulse.From);
    }

    /// <summary>For how many ticks a member has been there without a break; 0 when it is not there.</summary>
    public long Uptime(NodeId peer) => _heard.TryGetValue(peer, out var heard) ? context.Ticks - heard.Since : 0;

    public void Tick()
    {
        if (groups.Count <= 1) return;
        var self = new NodeId(context.Options.MemberId);
        foreach (var peer in context.Platform.AllIds)
            if (peer != self) context.Links.Send(new Heartbeat(Id, self, peer, default, default, context.Incarnation, Sleep: true));
        foreach (var (peer, (_, last)) in _heard)
            if (context.Ticks - last >= Patience) _silent.Add(peer);
        foreach (var peer in _silent) Lose(peer);
        _silent.Clear();
    }

    private void Lose(NodeId peer)
    {
        _heard.Remove(peer);
        _lives.Remove(peer);
        foreach (var group in groups.All) group.PeerDown(peer);
    }
}
