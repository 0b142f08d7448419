namespace Runink.Raft.Tests;

public sealed class PeerTests
{
    private readonly Peer _peer = new(new(2), new(5), new SendWindow(3, 100));

    [Fact]
    public void Probing_begins_with_nothing_under_way()
    {
        Busy();
        _peer.BecomeProbe(new(4));
        Assert.Equal((PeerState.Probe, 4L, false, false, 0),
            (_peer.State, _peer.Next.Value, _peer.ProbeSent, _peer.Recheck, _peer.Window.Count));
    }

    [Fact]
    public void Replicating_begins_behind_what_is_acknowledged()
    {
        Busy();
        _peer.BecomeReplicate();
        Assert.Equal((PeerState.Replicate, 3L, false, false, 0),
            (_peer.State, _peer.Next.Value, _peer.ProbeSent, _peer.Recheck, _peer.Window.Count));
    }

    [Fact]
    public void Fetching_a_snapshot_stops_everything_else()
    {
        Busy();
        _peer.BecomeSnapshot(new(3));
        Assert.Equal((PeerState.Snapshot, 3UL, false, false, 0),
            (_peer.State, _peer.SnapshotSource.Value, _peer.ProbeSent, _peer.Recheck, _peer.Window.Count));
    }

    private void Busy()
    {
        (_peer.Match, _peer.ProbeSent, _peer.Recheck) = (new(2), true, true);
        _peer.Window.Add(new(4), 10);
    }
}
