namespace Runink.Raft;

/// <summary>
/// Proposals that a follower handed on, until the leader answers, changes, or stays silent for two election timeouts.
/// </summary>
internal sealed class ForwardedProposals
{
    private List<(ulong Context, int Age)> _items = [];

    public int Count => _items.Count;

    public void Add(ulong context) => _items.Add((context, 0));

    public bool Remove(ulong context) => _items.RemoveAll(item => item.Context == context) > 0;

    public void Tick(NodeState node)
    {
        for (var i = 0; i < _items.Count; i++) _items[i] = (_items[i].Context, _items[i].Age + 1);
        while (_items.Count > 0 && _items[0].Age >= 2 * node.Options.ElectionTicks)
        {
            node.Out.Add(new ProposalRefused(_items[0].Context, RefusalReason.TimedOut, node.Leader));
            _items.RemoveAt(0);
        }
    }

    public void Abandon(NodeState node, RefusalReason reason)
    {
        foreach (var (context, _) in _items) node.Out.Add(new ProposalRefused(context, reason, node.Leader));
        _items.Clear();
    }

    public ForwardedProposals Clone() => new() { _items = [.. _items] };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(_items.Count);
        foreach (var (context, age) in _items)
        {
            hasher.Add((long)context);
            hasher.Add(age);
        }
    }
}
