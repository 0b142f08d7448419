namespace Runink.Raft;

/// <summary>
/// The members that a leader serves, itself included, in the order of their ids, and what majorities of them agree on.
/// </summary>
internal sealed class PeerTable
{
    private readonly RaftOptions _options;
    private List<Peer> _peers = [];

    public PeerTable(RaftOptions options) => _options = options;

    public IReadOnlyList<Peer> All => _peers;

    public Peer? Find(NodeId id)
    {
        foreach (var peer in _peers)
            if (peer.Id == id) return peer;
        return null;
    }

    /// <summary>Takes in who is new and drops who is gone.</summary>
    public void Follow(Membership membership, LogIndex last)
    {
        var ids = membership.AllIds;
        _peers.RemoveAll(peer => !ids.Contains(peer.Id));
        foreach (var id in ids)
            if (Find(id) is null)
                _peers.Add(new Peer(id, last.Next, new SendWindow(_options.MaxInflightMessages, _options.MaxInflightBytes)));
        _peers.Sort((a, b) => a.Id.CompareTo(b.Id));
    }

    /// <summary>
    /// The largest value that a majority of every roster has reached (Raft paper, sections 5.3 and 6); zero when a roster is
    /// empty.
    /// </summary>
    public long Agreed(Membership membership, Func<Peer, long> value)
    {
        var current = Agreed(membership.Current, value);
        return membership.Outgoing is null ? current : Math.Min(current, Agreed(membership.Outgoing, value));
    }

    /// <summary>Whether majorities answered since the last time; then the count begins again (thesis, section 6.2).</summary>
    public bool ActiveQuorum(NodeState node)
    {
        var agreed = Agreed(node.Membership, peer => peer.Active ? 1 : 0) == 1;
        foreach (var peer in _peers) peer.Active = peer.Id == node.Id;
        return agreed;
    }

    /// <summary>The most that is under way to one peer.</summary>
    public (int Messages, long Bytes) MostInflight()
    {
        var (messages, bytes) = (0, 0L);
        foreach (var peer in _peers)
            (messages, bytes) = (Math.Max(messages, peer.Window.Count), Math.Max(bytes, peer.Window.Bytes));
        return (messages, bytes);
    }

    public PeerTable Clone() => new(_options) { _peers = [.. _peers.Select(peer => peer.Clone())] };

    public void Hash(ref StateHasher hasher)
    {
        UInt128 sum = 0;
        foreach (var peer in _peers)
        {
            var one = hasher.Fresh();
            peer.Hash(ref one);
            sum += one.Value;
        }

        hasher.Add(sum);
    }

    private long Agreed(Roster roster, Func<Peer, long> value)
    {
        if (roster.VotingCount == 0) return 0;
        Span<long> values = stackalloc long[roster.VotingCount];
        var count = 0;
        foreach (var member in roster.Members)
            if (member.Votes) values[count++] = Find(member.Id) is { } peer ? value(peer) : 0;
        values.Sort();
        return values[^roster.Quorum];
    }
}
