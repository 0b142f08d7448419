using System.Collections.Concurrent;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>The counters of all members that this one speaks to or hears from. Thread-safe.</summary>
internal sealed class PeerTraffic
{
    private readonly ConcurrentDictionary<NodeId, PeerCounters> _peers = new();

    /// <summary>One for each member, in the order of their ids.</summary>
    public IReadOnlyList<PeerCounters> All => [.. _peers.Values.OrderBy(counters => counters.Peer)];

    public PeerCounters Of(NodeId peer) => _peers.GetOrAdd(peer, static id => new PeerCounters(id));

    /// <summary>Forgets a member that was removed.</summary>
    public void Forget(NodeId peer) => _peers.TryRemove(peer, out _);
}
