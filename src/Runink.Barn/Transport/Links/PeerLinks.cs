using System.Collections.Frozen;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Streams to all other members, and to peers that have called and that this member does not know: one that was away for long is led
/// by a member that it has not heard of, and can learn of it only by answering. <see cref="Send"/>, <see cref="Flush"/> and
/// <see cref="SetPeers"/> are for the node's owner alone; <see cref="Hear"/> and <see cref="UrlsOf"/> are for any thread.
/// </summary>
/// <param name="context">What the links share.</param>
internal sealed class PeerLinks(LinkContext context) : IPeerLinks, IAsyncDisposable
{
    // They become members, or their number says that something is wrong.
    private const int MaxStrangers = 16;

    private readonly Lock _gate = new();
    private readonly HashSet<NodeId> _members = [];
    private readonly HashSet<NodeId> _strangers = [];
    private readonly List<Task> _leaving = [];
    private volatile FrozenDictionary<NodeId, PeerLink> _links = FrozenDictionary<NodeId, PeerLink>.Empty;
    private bool _isDisposed;

    /// <inheritdoc/>
    public void Send(Message message)
    {
        // To nobody that is known: lost, as on a network.
        if (_links.TryGetValue(message.To, out var link)) link.Send(message);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        foreach (var link in _links.Values) link.Flush();
    }

    /// <inheritdoc/>
    public void SetPeers(IReadOnlyList<PeerAddress> peers)
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _members.Clear();
            _members.UnionWith(peers.Select(peer => peer.Id));
            _strangers.ExceptWith(_members);
            var links = new Dictionary<NodeId, PeerLink>();
            foreach (var peer in peers)
                if (LinkTo(peer) is { } link) links[peer.Id] = link;
            foreach (var stranger in _strangers) links[stranger] = _links[stranger];
            Replace(links);
        }
    }

    /// <summary>A peer has opened a stream to this member: it is there, and says where it can be reached.</summary>
    public void Hear(PeerAddress address)
    {
        lock (_gate)
        {
            if (_links.TryGetValue(address.Id, out var known))
            {
                known.Hear(address.Urls);
                return;
            }

            var isMember = _members.Contains(address.Id);
            if (_isDisposed || (!isMember && _strangers.Count == MaxStrangers) || LinkTo(address) is not { } link) return;
            if (!isMember) _strangers.Add(address.Id);
            Replace(new(_links) { [address.Id] = link });
        }
    }

    /// <summary>Where a peer may be, the likeliest first; none when it is not known. For any thread.</summary>
    public IReadOnlyList<Uri> UrlsOf(NodeId peer) => _links.TryGetValue(peer, out var link) ? link.Urls : [];

    /// <summary>Ends all streams; what is in line is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            Replace([]);
            _strangers.Clear();
            _isDisposed = true;
        }

        await Task.WhenAll(_leaving).ConfigureAwait(false);
    }

    /// <summary>The link to a peer, moved to where it is said to be; none when nobody knows where that is.</summary>
    private PeerLink? LinkTo(PeerAddress peer)
    {
        var link = _links.GetValueOrDefault(peer.Id);
        if (peer.Id == context.Options.Self || peer.Urls.Count == 0) return link;
        link?.MoveTo(peer.Urls);
        return link ?? new PeerLink(peer, context);
    }

    private void Replace(Dictionary<NodeId, PeerLink> links)
    {
        var before = _links;
        _links = links.ToFrozenDictionary();
        _leaving.RemoveAll(task => task.IsCompleted);
        foreach (var (id, link) in before)
            if (!links.ContainsKey(id)) _leaving.Add(LeaveAsync(id, link));
    }

    private async Task LeaveAsync(NodeId id, PeerLink link)
    {
        await link.DisposeAsync().ConfigureAwait(false);
        context.Traffic.Forget(id);
    }
}
