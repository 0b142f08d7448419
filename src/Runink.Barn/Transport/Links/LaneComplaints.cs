using Microsoft.Extensions.Logging;
using Runink.Raft;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// Logs the fate of one lane: each change once, however often an attempt fails for the same reason. Not thread-safe.
/// </summary>
internal sealed class LaneComplaints(PeerLane lane, NodeId peer, ILogger log)
{
    private bool _isOpen;
    private string? _said;

    public void Opened(Uri url)
    {
        _isOpen = true;
        // A peer that refuses does so once the stream is open.
        if (_said is null || !_said.StartsWith(Refused, StringComparison.Ordinal))
            PeerLog.LaneOpened(log, PeerLanes.Name(lane), PeerLog.Name(peer), url);
    }

    public void Lost(Uri url, RpcException failure)
    {
        var wasOpen = _isOpen;
        _isOpen = false;
        if (failure.Code == RpcCode.FailedPrecondition)
        {
            if (Changed(Refused + failure.Message)) PeerLog.RefusedByPeer(log, url, failure.Message);
            return;
        }

        if (wasOpen)
        {
            _said = null;
            PeerLog.LaneLost(log, PeerLanes.Name(lane), PeerLog.Name(peer), failure.Message);
        }
        else if (Changed(failure.Message))
        {
            PeerLog.PeerUnreachable(log, PeerLanes.Name(lane), PeerLog.Name(peer), url, failure.Message);
        }
    }

    private const string Refused = "refused: ";

    private bool Changed(string what)
    {
        if (_said == what) return false;
        _said = what;
        return true;
    }
}
