namespace Runink.Raft.Tests;

public sealed class CompactionTests
{
    private static SnapshotDescription At(long index) => new(new(new(index), new(1)), Membership.OfVoters(1, 2, 3));

    [Fact]
    public void A_snapshot_reaches_no_further_than_what_is_applied()
    {
        var node = new Bench("term=1 log=1,1").Hears("2->1 t1 Heartbeat commit=2");
        Bench.Breaks("a snapshot reaches further than what is applied", () => node.Node.SnapshotTaken(At(1)));
        Bench.Breaks("a snapshot is described that cannot be taken", () => node.Node.DescribeSnapshot(new(1)));
        node.Applies().Node.DescribeSnapshot(new(2));
        Bench.Breaks("a snapshot is described that cannot be taken",
            () => new Bench("term=1 base=4@1 snapshot=4@1").Node.DescribeSnapshot(new(3)));
        new Bench("term=1 base=4@1 snapshot=4@1").Node.DescribeSnapshot(new(4));
    }

    [Theory]
    [InlineData("RetainedEntries=0", 4)]
    [InlineData("RetainedEntries=1", 3)]
    [InlineData("RetainedEntries=9", 0)]
    [InlineData("RetainedEntries=9 RetainedBytes=70", 2)]
    [InlineData("RetainedEntries=9 RetainedBytes=69", 3)]
    [InlineData("RetainedEntries=9 RetainedBytes=0", 4)]
    [InlineData("RetainedEntries=1 RetainedBytes=70", 3)]
    public void A_follower_keeps_what_it_may(string bounds, long through)
    {
        var node = new Bench($"term=1 log=1,1,1,1 {bounds}").Hears("2->1 t1 Heartbeat commit=4").Applies().Does("snapshot 1");
        if (through == 0) node.SaysNothing();
        else node.Says($"compact through {through}@1");
    }

    [Theory]
    [InlineData(4, 4, 4)]
    [InlineData(3, 4, 3)]
    [InlineData(1, 4, 2)]
    public void A_leader_keeps_what_the_slowest_lacks_within_the_bound(long second, long third, long through)
    {
        var node = new Bench("RetainedEntries=2").Leads().Does("propose 1 #1 a b c").Writes();
        node.Hears("3->1 t1 AppendAccepted match=4").Applies().Hears($"2->1 t1 AppendAccepted match={second}")
            .Hears($"3->1 t1 AppendAccepted match={third}");
        node.Does("snapshot 1");
        Assert.Contains($"compact through {through}@1", node.Said);
    }

    [Fact]
    public void The_log_begins_no_earlier_than_it_did()
    {
        var node = new Bench("term=1 base=4@1 snapshot=4@1 log=1 RetainedEntries=9").Hears("2->1 t1 Heartbeat commit=5")
            .Applies();
        node.Does("snapshot 1").Says("drop snapshot 4@1 (1 2 3)");
        Assert.Equal("4@1", node.Node.LogBase.ToString());
    }

    [Fact]
    public void A_witness_drops_entries_in_steps_of_half_of_what_it_keeps()
    {
        var node = new Bench("members=(1w 2 3) Witness=on RetainedEntries=4 term=1 log=1,1,1,1,1,1,1,1")
            .Hears("2->1 t1 Heartbeat commit=6");
        node.Says("send 1->2 t1 HeartbeatResponse", "role Follower t1 leader=2").Hears("2->1 t1 Heartbeat commit=7")
            .Says("send 1->2 t1 HeartbeatResponse", "compact through 3@1");
        node.Hears("2->1 t1 Heartbeat commit=8").Says("send 1->2 t1 HeartbeatResponse");
    }

    [Fact]
    public void Compacting_takes_the_repairs_of_lost_entries_with_it()
    {
        var node = new Bench("members=(1) RetainedEntries=0").Leads().Does("propose 1 #1 a b").Writes().Applies();
        node.Machine.Disk.Rot(new(2), termIsKnown: true);
        node.Node.EntryRotten(new(2), default);
        node.Node.SnapshotTaken(node.Node.DescribeSnapshot(new(3)));
        Assert.Equal(3, node.Node.DurableIndex.Value);
    }
}
