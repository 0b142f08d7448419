using System.Collections.Frozen;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Streams to all other members. <see cref="Send"/>, <see cref="Flush"/> and <see cref="SetPeers"/> are for the node's owner
/// alone; <see cref="Hear"/> is for any thread.
/// </summary>
/// <param name="context">What the links share.</param>
internal sealed class PeerLinks(LinkContext context) : IPeerLinks, IAsyncDisposable
{
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
        if (_isDisposed) return;
        var before = _links;
        var links = new Dictionary<NodeId, PeerLink>();
        foreach (var peer in peers)
        {
            if (peer.Id == context.Options.Self || peer.Urls.Count == 0) continue;
            if (before.TryGetValue(peer.Id, out var link)) link.MoveTo(peer.Urls);
            links[peer.Id] = link ?? new PeerLink(peer, context);
        }

        _links = links.ToFrozenDictionary();
        _leaving.RemoveAll(task => task.IsCompleted);
        foreach (var (id, link) in before)
            if (!links.ContainsKey(id)) _leaving.Add(LeaveAsync(id, link));
    }

    /// <summary>A member has opened a stream to this one: it is there, and says where it can be reached.</summary>
    public void Hear(PeerAddress address)
    {
        if (_links.TryGetValue(address.Id, out var link)) link.Hear(address.Urls);
    }

    /// <summary>Ends all streams; what is in line is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        SetPeers([]);
        _isDisposed = true;
        await Task.WhenAll(_leaving).ConfigureAwait(false);
    }

    private async Task LeaveAsync(NodeId id, PeerLink link)
    {
        await link.DisposeAsync().ConfigureAwait(false);
        context.Traffic.Forget(id);
    }
}
