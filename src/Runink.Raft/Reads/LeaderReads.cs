namespace Runink.Raft;

/// <summary>
/// Linearizable reads on a leader (ReadIndex, thesis section 6.4): a read may be served at the commit index of when it was asked,
/// once a majority confirms, after that, that nobody else has been elected. Reads that come in while a round of confirmation is
/// under way share the next one.
/// </summary>
internal sealed class LeaderReads
{
    private List<Waiter> _waiting = [];
    private List<Waiter> _asked = [];
    private LogIndex _index;

    /// <summary>The newest round of confirmation; heartbeats carry it.</summary>
    public long Round { get; private set; }

    public int Count => _waiting.Count + _asked.Count;

    public void Add(Waiter waiter) => _waiting.Add(waiter);

    /// <summary>
    /// Begins the next round, unless one is under way. Before the leader has committed an entry of its own term it does not know
    /// what is committed, so reads wait.
    /// </summary>
    public void Begin(NodeState node, Leadership lead)
    {
        if (_waiting.Count == 0 || _asked.Count > 0 || node.Commit < lead.TermStart) return;
        (_waiting, _asked) = (_asked, _waiting);
        _index = node.Commit;
        Round++;
        lead.Peers.Find(node.Id)?.ReadRound = Round;
        Heartbeats.Broadcast(node, lead);
        Confirm(node, lead);
    }

    /// <summary>Answers the round once majorities confirmed it.</summary>
    public void Confirm(NodeState node, Leadership lead)
    {
        if (_asked.Count == 0 || lead.Peers.Agreed(node.Membership, peer => peer.ReadRound) < Round) return;
        foreach (var waiter in _asked) ReadRequests.Answer(node, waiter, _index);
        _asked.Clear();
    }

    /// <summary>The leader is deposed, and its books go with it: nobody's read is served.</summary>
    public void Abandon(NodeState node, RefusalReason reason)
    {
        foreach (var waiter in _asked.Concat(_waiting))
            if (waiter.Node == node.Id) node.Out.Add(new ReadRefused(waiter.Context, reason, NodeId.None));
    }

    public LeaderReads Clone() => new() { _waiting = [.. _waiting], _asked = [.. _asked], _index = _index, Round = Round };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(Round);
        hasher.Add(_index);
        hasher.Add(_asked.Count);
        foreach (var waiter in _asked.Concat(_waiting))
        {
            hasher.Add(waiter.Node);
            hasher.Add((long)waiter.Context);
        }
    }

    /// <summary>Who waits: a read of this node, or a batch of a follower.</summary>
    public readonly record struct Waiter(NodeId Node, ulong Context);
}
