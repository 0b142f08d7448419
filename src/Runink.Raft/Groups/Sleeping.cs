namespace Runink.Raft;

/// <summary>
/// A group in which everyone agrees and nobody asks for anything stops ticking and sending, so that ten thousand of them cost
/// nothing. Whoever hears anything wakes; the host wakes the groups whose leader's machine is gone.
/// </summary>
internal static class Sleeping
{
    /// <summary>The leader looks whether there is nothing to do, and sends everyone to sleep.</summary>
    public static void Tick(NodeState node, Leadership lead)
    {
        if (node.Options.SleepAfterTicks == 0) return;
        node.Sleep.IdleTicks = IsIdle(node, lead) ? node.Sleep.IdleTicks + 1 : 0;
        // In the tick in which the leader counts who answers, nobody has yet: that does not make the group less idle.
        if (node.Sleep.IdleTicks < node.Options.SleepAfterTicks || !AllAnswer(lead)) return;
        Heartbeats.Broadcast(node, lead, sleep: true);
        node.Sleep.IsAsleep = true;
    }

    /// <summary>A follower is told to sleep; it does when it agrees that there is nothing to do.</summary>
    public static bool TryFallAsleep(NodeState node, LogIndex commit)
    {
        var idle = node.Options.SleepAfterTicks > 0 && node.Log.LastIndex == commit && node.Apply.Applied == commit
            && node.Writes.Count == 0 && node.Reads.Count == 0 && node.Forwarded.Count == 0 && node.Download is null;
        node.Sleep.IsAsleep = idle;
        return idle;
    }

    /// <summary>Ends a node's sleep. A follower tells its leader, unless that is why it wakes: because it spoke, or is gone.</summary>
    /// <param name="node">The node.</param>
    /// <param name="by">Because of whom; none: the host wishes it.</param>
    public static void Wake(NodeState node, NodeId by = default)
    {
        node.Sleep.IdleTicks = 0;
        if (!node.Sleep.IsAsleep) return;
        node.Sleep.IsAsleep = false;
        node.Timer.Heard();
        if (node.Lead is not { } lead)
        {
            // A leader that sleeps on says nothing, and those who are awake would soon elect another.
            if (by != node.Leader) Heartbeats.Respond(node, readRound: 0, awake: true);
            return;
        }

        // Nobody answered while all slept; the next count begins with what comes in from now on.
        foreach (var peer in lead.Peers.All) peer.Active = true;
        lead.HeartbeatElapsed = node.Options.HeartbeatTicks;
    }

    /// <summary>
    /// Whether a message means that there is something to do; what an earlier leader said, and comes late, does not. Any newer term does: who
    /// slept on would sleep without a leader, and nobody would tell it that this one is gone.
    /// </summary>
    public static bool Wakes(NodeState node, Message message) => message.Term > node.Term || message switch
    {
        Heartbeat { Sleep: true } or HeartbeatResponse { Awake: false } or AppendAccepted or FeedRequest or Feed or StaleTerm => false,
        AppendRequest or Heartbeat or SnapshotOffer or TimeoutNow => message.Term == node.Term,
        _ => true,
    };

    private static bool IsIdle(NodeState node, Leadership lead)
    {
        var last = node.Log.LastIndex;
        if (node.Apply.Applied != last || node.Writes.Count > 0 || lead.Reads.Count > 0) return false;
        if (node.Membership.IsJoint || lead.IsRetiring || lead.Transfer is not null) return false;
        foreach (var peer in lead.Peers.All)
            if (peer.Match != last || (peer.Id != node.Id && peer.State != PeerState.Replicate)) return false;
        return true;
    }

    private static bool AllAnswer(Leadership lead)
    {
        foreach (var peer in lead.Peers.All)
            if (!peer.Active) return false;
        return true;
    }
}
