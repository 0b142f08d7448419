namespace Runink.Raft.Tests;

public sealed class SnapshotShelfTests
{
    private const string Any = "SnapshotChunkRequest 0@0 offset=0 minimum=2";

    [Theory]
    [InlineData("SnapshotEntries=3", 2, false)]
    [InlineData("SnapshotEntries=3", 3, true)]
    [InlineData("SnapshotBytes=105", 2, false)]
    [InlineData("SnapshotBytes=105", 3, true)]
    [InlineData("SnapshotBytes=106", 3, false)]
    public void A_snapshot_is_asked_for_after_so_many_entries_or_bytes(string bound, int applied, bool isAsked)
    {
        var node = new Bench($"term=1 log=1,1,1 {bound}").Hears($"2->1 t1 Heartbeat commit={applied}").Applies();
        if (isAsked) node.Says("take snapshot");
        else node.SaysNothing();
    }

    [Fact]
    public void It_is_asked_for_once_until_it_is_there_and_counted_from_it_afterwards()
    {
        var node = new Bench("term=1 log=1,1,1,1 SnapshotEntries=1").Hears("2->1 t1 Heartbeat commit=1").Applies()
            .Says("take snapshot");
        node.Hears("2->1 t1 Heartbeat commit=2").Applies().SaysNothing();
        node.Node.SnapshotTaken(node.Node.DescribeSnapshot(new(1)));
        node.Hears("2->1 t1 Heartbeat commit=3").Applies().Says("take snapshot");
        node.Does("snapshot 1");
        node.Node.Applied(new(3));
        node.Ticks().SaysNothing();
        Assert.Equal(0, node.State.Apply.BytesSinceSnapshot);
    }

    [Fact]
    public void A_witness_is_never_asked_for_one() =>
        new Bench("members=(1w 2 3) Witness=on SnapshotEntries=1 term=1 log=1").Hears("2->1 t1 Heartbeat commit=1")
            .Says("send 1->2 t1 HeartbeatResponse", "role Follower t1 leader=2");

    [Fact]
    public void Nobody_is_asked_for_one_while_another_is_installed()
    {
        var node = new Bench("term=1 log=1 SnapshotEntries=1").Hears("2->1 t1 Heartbeat commit=1")
            .Hears("2->1 t1 SnapshotOffer source=2 minimum=5");
        node.Hears("2->1 t1 SnapshotChunk snapshot 5@1 (1 2 3) offset=0 1B last").Writes("1").Applies().SaysNothing();
    }

    [Fact]
    public void Nobody_is_asked_for_one_while_the_group_is_unknown_and_one_taken_nevertheless_is_dropped()
    {
        var node = new Bench("members=() term=1 log=1,1,1 SnapshotEntries=1 RetainedEntries=0").Hears("2->1 t1 Heartbeat commit=2").Applies().SaysNothing();
        node.Does("snapshot 1").Says("drop snapshot 2@1 ()");
        Assert.Equal((0L, "0@0"), (node.State.Shelf.ServedIndex.Value, node.Node.LogBase.ToString()));
    }

    [Fact]
    public void The_same_again_changes_nothing()
    {
        var node = new Bench("term=1 base=2@1 snapshot=4@1 log=1,1,1 RetainedEntries=0");
        node.Node.SnapshotTaken(node.Node.DescribeSnapshot(new(4)));
        node.Ticks().SaysNothing();
        Assert.Equal((4L, "2@1"), (node.State.Shelf.ServedIndex.Value, node.Node.LogBase.ToString()));
    }

    [Fact]
    public void One_that_is_ready_after_a_newer_one_is_dropped_and_changes_nothing_else()
    {
        var node = new Bench("term=1 base=2@1 snapshot=4@1 log=1,1,1 RetainedEntries=0");
        node.Node.SnapshotTaken(node.Node.DescribeSnapshot(new(3)));
        node.Ticks().Says("drop snapshot 3@1 (1 2 3)");
        Assert.Equal((4L, "2@1"), (node.State.Shelf.ServedIndex.Value, node.Node.LogBase.ToString()));
    }

    [Fact]
    public void The_older_one_is_dropped_unless_somebody_fetches_it()
    {
        var node = Two("").Says("drop snapshot 2@1 (1 2 3)");
        Assert.Equal(3, node.State.Shelf.ServedIndex.Value);
        Two($"3->1 t1 {Any}").SaysNothing();
    }

    [Fact]
    public void It_is_kept_for_four_election_timeouts_from_the_last_request()
    {
        var node = Two($"3->1 t1 {Any}").Ticks(1).Hears("3->1 t1 SnapshotChunkRequest 2@1 offset=1 minimum=2");
        Assert.Equal("read snapshot 2@1 (1 2 3) offset=1 length=1048576 for 3", node.Said[0]);
        node.Ticks(38).SaysNothing().Ticks(2);
        Assert.Equal("drop snapshot 2@1 (1 2 3)",
            Assert.Single(node.Said, line => line.StartsWith("drop", StringComparison.Ordinal)));
    }

    [Fact]
    public void Requests_for_the_newest_do_not_keep_the_older_one()
    {
        var node = Two($"3->1 t1 {Any}").Ticks(39).Hears($"2->1 t1 {Any}")
            .Says("read snapshot 3@1 (1 2 3) offset=0 length=1048576 for 2");
        node.Ticks().Says("drop snapshot 2@1 (1 2 3)");
    }

    [Fact]
    public void The_older_one_is_served_only_where_it_reaches_far_enough()
    {
        var node = Two($"3->1 t1 {Any}").Hears("3->1 t1 SnapshotChunkRequest 2@1 offset=1 minimum=3");
        node.Says("read snapshot 3@1 (1 2 3) offset=0 length=1048576 for 3");
        node.Hears("3->1 t1 SnapshotChunkRequest 2@1 offset=1 minimum=4").Says("send 1->3 t1 SnapshotUnavailable source=1");
    }

    [Fact]
    public void One_that_is_fetched_is_not_dropped_when_it_is_reported_again()
    {
        var node = Two($"3->1 t1 {Any}");
        node.Node.SnapshotTaken(node.Node.DescribeSnapshot(new(2)));
        node.Ticks(1).SaysNothing();
    }

    [Fact]
    public void Of_two_older_ones_the_first_is_kept()
    {
        var node = Two($"3->1 t1 {Any}").Hears("2->1 t1 Heartbeat commit=4").Applies().Does("snapshot 1")
            .Says("drop snapshot 3@1 (1 2 3)");
        node.Hears("3->1 t1 SnapshotChunkRequest 2@1 offset=1 minimum=2")
            .Says("read snapshot 2@1 (1 2 3) offset=1 length=1048576 for 3");
    }

    [Fact]
    public void An_unreadable_one_is_not_kept_for_anyone()
    {
        var node = new Bench("term=1 log=1,1,1,1 Priority=0").Hears("2->1 t1 Heartbeat commit=2").Applies().Does("snapshot 1")
            .Hears($"3->1 t1 {Any}");
        node.Node.SnapshotUnreadable(node.Node.DescribeSnapshot(new(2)));
        node.Hears("2->1 t1 Heartbeat commit=3").Applies().Does("snapshot 1").Says("drop snapshot 2@1 (1 2 3)");
    }

    [Fact]
    public void An_older_one_that_cannot_be_read_is_dropped_with_the_next_tick()
    {
        var node = Two($"3->1 t1 {Any}");
        node.Node.SnapshotUnreadable(node.Node.DescribeSnapshot(new(2)));
        node.Ticks().Says("drop snapshot 2@1 (1 2 3)");
        Assert.Equal(3, node.State.Shelf.ServedIndex.Value);
    }

    [Fact]
    public void Time_alone_changes_nothing_on_it()
    {
        var node = new Bench("term=1 base=2@1 snapshot=4@1 log=1,1,1 Priority=0").Ticks();
        List<string> before = [.. StateWalk.Dump(node.State.Shelf)];
        Assert.Equal(before, StateWalk.Dump(node.Ticks(3).State.Shelf));
    }

    /// <summary>A node that took a snapshot at 2, heard a request, and took one at 3.</summary>
    private static Bench Two(string request)
    {
        var node = new Bench("term=1 log=1,1,1,1 Priority=0").Hears("2->1 t1 Heartbeat commit=2").Applies().Does("snapshot 1");
        if (request.Length > 0) node.Hears(request);
        return node.Hears("2->1 t1 Heartbeat commit=3").Applies().Does("snapshot 1");
    }
}
