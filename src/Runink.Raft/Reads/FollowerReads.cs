namespace Runink.Raft;

/// <summary>
/// Linearizable reads on a follower (thesis, section 6.4): it asks the leader for an index on behalf of all reads that wait, and
/// serves them itself once it has applied that far. One batch is under way at a time.
/// </summary>
internal sealed class FollowerReads
{
    private List<ulong> _waiting = [];
    private List<ulong> _asked = [];
    private int _age;

    public int Count => _waiting.Count + _asked.Count;

    public void Add(NodeState node, ulong context)
    {
        if (node.Leader == NodeId.None)
            node.Out.Add(new ReadRefused(context, RefusalReason.NotLeader, NodeId.None));
        else if (Count >= node.Options.MaxPendingReads)
            node.Out.Add(new ReadRefused(context, RefusalReason.Busy, node.Leader));
        else _waiting.Add(context);
    }

    /// <summary>Asks for what waits, unless a batch is under way.</summary>
    public void Begin(NodeState node)
    {
        if (_waiting.Count == 0 || _asked.Count > 0) return;
        (_waiting, _asked) = (_asked, _waiting);
        _age = 0;
        Ask(node);
    }

    public void Answer(NodeState node, ReadIndexResponse response)
    {
        if (_asked.Count == 0 || _asked[0] != response.Batch) return;
        foreach (var context in _asked)
        {
            node.Out.Add(response.Index > LogIndex.Zero
                ? new ReadReady(context, response.Index)
                : new ReadRefused(context, RefusalReason.Busy, node.Leader));
        }

        _asked.Clear();
    }

    /// <summary>Asks again when the answer is late, and gives up after two election timeouts.</summary>
    public void Tick(NodeState node)
    {
        if (_asked.Count == 0) return;
        _age++;
        if (_age >= 2 * node.Options.ElectionTicks) Abandon(node, RefusalReason.TimedOut);
        else if (_age % (2 * node.Options.HeartbeatTicks) == 0) Ask(node);
    }

    public void Abandon(NodeState node, RefusalReason reason)
    {
        foreach (var context in _asked.Concat(_waiting)) node.Out.Add(new ReadRefused(context, reason, node.Leader));
        _asked.Clear();
        _waiting.Clear();
    }

    public FollowerReads Clone() => new() { _waiting = [.. _waiting], _asked = [.. _asked], _age = _age };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(_age);
        hasher.Add(_asked.Count);
        foreach (var context in _asked.Concat(_waiting)) hasher.Add((long)context);
    }

    // The first read names the batch: contexts are never used twice, so a late answer to an old batch fits no newer one.
    private void Ask(NodeState node) => node.Out.Send(
        new ReadIndexRequest(node.Options.Group, node.Id, node.Leader, node.Term, _asked[0]));
}
