namespace Runink.Raft.Tests;

public sealed class SnapshotOffersTests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("3:5", 3)]
    [InlineData("3:4", 1)]
    [InlineData("3:5 4:6", 4)]
    [InlineData("3:6 4:5", 3)]
    [InlineData("3:5 4:5", 3)]
    [InlineData("2:9", 1)]
    public void The_follower_whose_snapshot_reaches_furthest_serves_it(string snapshots, int source)
    {
        var node = Leader("members=(1 2 3 4)");
        foreach (var snapshot in snapshots.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            node.Hears($"{snapshot[0]}->1 t4 HeartbeatResponse snapshot={snapshot[2..]}");
        node.Hears("2->1 t4 AppendRejected 5 hint=2@1").Says($"send 1->2 t4 SnapshotOffer source={source} minimum=5");
    }

    [Fact]
    public void One_that_is_silent_or_behind_serves_nothing()
    {
        var silent = Leader("members=(1 2 3 4)").Hears("3->1 t4 HeartbeatResponse snapshot=9").Ticks(10)
            .Hears("4->1 t4 HeartbeatResponse");
        Assert.Contains("send 1->2 t4 SnapshotOffer source=1 minimum=5", silent.Hears("2->1 t4 AppendRejected 5 hint=2@1").Said);
        var probed = Leader("members=(1 2 3 4)").Hears("3->1 t4 HeartbeatResponse snapshot=9").Does("unreachable 1 3");
        Assert.Contains("send 1->2 t4 SnapshotOffer source=1 minimum=5", probed.Hears("2->1 t4 AppendRejected 5 hint=2@1").Said);
    }

    [Fact]
    public void The_option_keeps_it_with_the_leader_and_a_witness_is_served_by_the_leader_always()
    {
        var node = Leader("members=(1 2 3 4) SnapshotsFromFollowers=off").Hears("3->1 t4 HeartbeatResponse snapshot=9");
        node.Hears("2->1 t4 AppendRejected 5 hint=2@1").Says("send 1->2 t4 SnapshotOffer source=1 minimum=5");
        var witness = Leader("members=(1 2w 3 4)").Hears("3->1 t4 HeartbeatResponse snapshot=9");
        witness.Hears("2->1 t4 AppendRejected 5 hint=2@1").Says("send 1->2 t4 SnapshotOffer source=1 minimum=5");
    }

    [Fact]
    public void A_source_that_failed_is_replaced_by_the_leader()
    {
        var node = Leader("members=(1 2 3 4)").Hears("3->1 t4 HeartbeatResponse snapshot=9")
            .Hears("2->1 t4 AppendRejected 5 hint=2@1");
        node.Hears("2->1 t4 SnapshotUnavailable source=4").Ticks();
        Assert.Contains("send 1->2 t4 SnapshotOffer source=3 minimum=5", node.Said);
        node.Hears("2->1 t4 SnapshotUnavailable source=3").SaysNothing().Ticks();
        Assert.Contains("send 1->2 t4 SnapshotOffer source=1 minimum=5", node.Said);
    }

    [Fact]
    public void A_report_of_one_that_follows_the_log_means_nothing()
    {
        var node = Leader("members=(1 2 3 4)").Hears("3->1 t4 SnapshotUnavailable source=2").SaysNothing().Ticks();
        Assert.DoesNotContain(node.Said, line => line.Contains("Offer", StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_is_its_own_source()
    {
        var node = new Bench("MaxInflightMessages=1 MaxBatchEntries=1 RetainedEntries=0").Leads().Does("propose 1 #1 a b c");
        node.Writes();
        foreach (var match in (int[])[2, 3, 4]) node.Hears($"3->1 t1 AppendAccepted match={match}");
        node.Hears("2->1 t1 HeartbeatResponse snapshot=9").Applies().Does("snapshot 1")
            .Says("compact through 4@1", "send 1->2 t1 SnapshotOffer source=1 minimum=4");
    }

    private static Bench Leader(string text)
    {
        var node = new Bench($"{text} term=3 base=5@3 snapshot=5@3 PreVote=off").Does("campaign 1").Writes();
        node.Hears("3->1 t4 VoteGranted").Hears("4->1 t4 VoteGranted").Writes();
        return node.Hears("3->1 t4 AppendAccepted match=6").Hears("4->1 t4 AppendAccepted match=6");
    }
}
