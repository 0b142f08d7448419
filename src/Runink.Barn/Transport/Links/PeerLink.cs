using Microsoft.Extensions.Logging;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>The lanes to one peer. Sending and flushing are for one thread, everything else is for any.</summary>
internal sealed class PeerLink : IAsyncDisposable
{
    private readonly NodeId _peer;
    private readonly PeerUrls _urls;
    private readonly LaneSender[] _lanes = new LaneSender[PeerLanes.Count];
    private readonly ILogger _log;

    public PeerLink(PeerAddress address, LinkContext context)
    {
        (_peer, _urls, _log) = (address.Id, new PeerUrls(address.Urls), context.Log);
        for (var lane = 0; lane < _lanes.Length; lane++) _lanes[lane] = new LaneSender((PeerLane)lane, _peer, _urls, context);
    }

    /// <summary>Where the peer may be, the likeliest first.</summary>
    public IReadOnlyList<Uri> Urls => _urls.All;

    public void Send(Message message) => _lanes[(int)PeerLanes.Of(message)].Send(message);

    public void Flush()
    {
        foreach (var lane in _lanes) lane.Flush();
    }

    /// <summary>The membership says where the peer is.</summary>
    public void MoveTo(IReadOnlyList<Uri> urls)
    {
        if (_urls.Set(urls)) LookAgain();
    }

    /// <summary>The peer has opened a stream to this member, so it is there, and says where it can be reached.</summary>
    public void Hear(IReadOnlyList<Uri> urls)
    {
        if (_urls.Hear(urls)) PeerLog.PeerMoved(_log, PeerLog.Name(_peer), string.Join(", ", urls));
        LookAgain();
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_lanes.Select(lane => lane.DisposeAsync().AsTask())).ConfigureAwait(false);

    private void LookAgain()
    {
        foreach (var lane in _lanes) lane.LookAgain();
    }
}
