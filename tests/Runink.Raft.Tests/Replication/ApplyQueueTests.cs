namespace Runink.Raft.Tests;

public sealed class ApplyQueueTests
{
    [Fact]
    public void The_host_is_handed_no_more_than_fits()
    {
        new Bench("term=1 log=1,1,1 MaxApplyBytes=70").Hears("2->1 t1 Heartbeat commit=3").Says(
                "send 1->2 t1 HeartbeatResponse", "apply [1@1 command 3B, 2@1 command 3B]", "role Follower t1 leader=2")
            .Applies().Says("apply [3@1 command 3B]");
    }

    [Fact]
    public void One_batch_always_fits_and_room_that_is_left_is_used()
    {
        var node = new Bench("term=1 log=1,1,1,1 MaxApplyBytes=1").Hears("2->1 t1 Heartbeat commit=4");
        Assert.Contains("apply [1@1 command 3B]", node.Said);
        var roomy = new Bench("term=1 log=1,1,1,1 MaxApplyBytes=105").Hears("2->1 t1 Heartbeat commit=1")
            .Hears("2->1 t1 Heartbeat commit=4");
        roomy.Says("send 1->2 t1 HeartbeatResponse", "apply [2@1 command 3B, 3@1 command 3B]");
        Assert.Equal(105, roomy.Node.Load.ApplyingBytes);
    }

    [Fact]
    public void Reports_are_taken_once_and_in_part()
    {
        var node = new Bench("term=1 log=1,1,1").Hears("2->1 t1 Heartbeat commit=2").Hears("2->1 t1 Heartbeat commit=3");
        node.Node.Applied(new(1));
        Assert.Equal((1L, 105L), (node.Node.AppliedIndex.Value, node.Node.Load.ApplyingBytes));
        node.Node.Applied(new(2));
        Assert.Equal((2L, 35L), (node.Node.AppliedIndex.Value, node.Node.Load.ApplyingBytes));
        node.Node.Applied(new(2));
        node.Node.Applied(new(1));
        Assert.Equal((2L, 70L), (node.Node.AppliedIndex.Value, node.State.Apply.BytesSinceSnapshot));
        Bench.Breaks("an entry is reported applied that was never handed out", () => node.Node.Applied(new(4)));
    }

    [Fact]
    public void Nothing_is_applied_before_it_is_durable_here()
    {
        new Bench("term=1 log=1").Hears("2->1 t1 AppendRequest prev=1@1 commit=2 [2@1 noop]").Says(
                "write 1 append [2@1 noop]", "apply [1@1 command 3B]", "role Follower t1 leader=2")
            .Writes().Says("send 1->2 t1 AppendAccepted match=2", "apply [2@1 noop]");
    }

    [Fact]
    public void A_witness_applies_without_asking_the_host()
    {
        var node = new Bench("members=(1w 2 3) Witness=on term=1 log=1,1").Hears("2->1 t1 Heartbeat commit=2");
        node.Says("send 1->2 t1 HeartbeatResponse", "role Follower t1 leader=2");
        Assert.Equal(2, node.Node.AppliedIndex.Value);
    }

    [Fact]
    public void What_was_handed_out_before_a_snapshot_took_over_is_forgotten()
    {
        var node = new Bench("term=1 log=1,1").Hears("2->1 t1 Heartbeat commit=2")
            .Hears("2->1 t1 SnapshotOffer source=2 minimum=5");
        node.Hears("2->1 t1 SnapshotChunk snapshot 5@1 (1 2 3) offset=0 1B last").Writes().Writes();
        Assert.Equal((5L, 0L), (node.Node.AppliedIndex.Value, node.Node.Load.ApplyingBytes));
        node.Node.Applied(new(2));
        Assert.Equal((5L, 0L, 0L), (node.Node.AppliedIndex.Value, node.Node.Load.ApplyingBytes,
            node.State.Apply.BytesSinceSnapshot));
        node.Hears("2->1 t1 AppendRequest prev=5@1 commit=6 [6@1 noop]").Writes().Applies();
        Assert.Equal((6L, 0L, 32L), (node.Node.AppliedIndex.Value, node.Node.Load.ApplyingBytes,
            node.State.Apply.BytesSinceSnapshot));
    }

    [Fact]
    public void What_fits_exactly_is_handed_out()
    {
        var node = new Bench("term=1 log=1,1 MaxApplyBytes=70").Hears("2->1 t1 Heartbeat commit=1");
        node.Hears("2->1 t1 Heartbeat commit=2").Says("send 1->2 t1 HeartbeatResponse", "apply [2@1 command 3B]");
    }

    [Theory]
    [InlineData("members=(1 2 3) Witness=on")]
    [InlineData("members=(1w 2 3)")]
    public void Whom_the_host_or_the_group_takes_for_a_witness_has_nothing_to_apply(string text)
    {
        var node = new Bench($"term=1 log=1,1 {text}").Hears("2->1 t1 Heartbeat commit=2");
        node.Says("send 1->2 t1 HeartbeatResponse", "role Follower t1 leader=2");
        Assert.Equal(2, node.Node.AppliedIndex.Value);
    }
}
