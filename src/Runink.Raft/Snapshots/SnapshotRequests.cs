namespace Runink.Raft;

/// <summary>The pieces of snapshots that others asked of this node: one each, served as fast as the rate limit allows.</summary>
internal sealed class SnapshotRequests
{
    private List<(NodeId For, SnapshotDescription Snapshot, long Offset)> _items = [];
    private long? _tokens;

    /// <summary>Remembers what a node wants; what it wanted before is forgotten.</summary>
    public void Add(NodeId requester, SnapshotDescription snapshot, long offset)
    {
        _items.RemoveAll(item => item.For == requester);
        _items.Add((requester, snapshot, offset));
    }

    public void RemoveAll(SnapshotDescription snapshot) => _items.RemoveAll(item => item.Snapshot.Position == snapshot.Position);

    /// <summary>A tick's worth of bytes may be served more; what was not used before is not saved up.</summary>
    public void Tick(NodeState node) =>
        _tokens = Math.Min(node.Options.SnapshotBytesPerTick, (_tokens ?? 0) + node.Options.SnapshotBytesPerTick);

    /// <summary>Has the host read what may be served now.</summary>
    public void Serve(NodeState node)
    {
        _tokens ??= node.Options.SnapshotBytesPerTick;
        while (_items.Count > 0 && _tokens > 0)
        {
            var (requester, snapshot, offset) = _items[0];
            _items.RemoveAt(0);
            // A piece larger than a tick's worth runs into debt, so that the average holds.
            _tokens -= node.Options.SnapshotChunkBytes;
            node.Out.Add(new ReadSnapshotChunk(requester, snapshot, offset, node.Options.SnapshotChunkBytes));
        }
    }

    public SnapshotRequests Clone() => new() { _items = [.. _items], _tokens = _tokens };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(_tokens ?? -1);
        hasher.Add(_items.Count);
        foreach (var (requester, snapshot, offset) in _items)
        {
            hasher.Add(requester);
            hasher.Add(snapshot.Index);
            hasher.Add(offset);
        }
    }
}
