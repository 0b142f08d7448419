namespace Runink.Raft.Tests;

/// <summary>Raft paper, section 7 and figure 13: log compaction.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void Each_server_takes_snapshots_independently_covering_just_the_committed_entries_in_its_log()
    {
        var node = new Bench("term=1 log=1,1,1 SnapshotEntries=2 RetainedEntries=0").Hears("2->1 t1 Heartbeat commit=2");
        node.Applies().Says("take snapshot").Does("snapshot 1").Says("compact through 2@1");
        Assert.Equal("3@1", node.Node.EntryAt(new(3))!.ToString()[..3]);
        Assert.Null(node.Node.EntryAt(new(2)));
    }

    [Fact]
    public void The_snapshot_includes_the_last_included_index_and_term_and_the_latest_configuration()
    {
        var node = new Bench("term=3 log=1,2(1 2 3 4l),3").Hears("2->1 t3 Heartbeat commit=3").Applies();
        Assert.Equal("snapshot 3@3 (1 2 3 4l)", node.Node.DescribeSnapshot(new(3)).ToString());
        Assert.Equal("snapshot 1@1 (1 2 3)", node.Node.DescribeSnapshot(new(1)).ToString());
    }

    [Fact]
    public void The_consistency_check_for_the_first_entry_after_the_snapshot_uses_the_last_included_term()
    {
        var node = new Bench("term=3 base=5@3 snapshot=5@3");
        node.Hears("2->1 t3 AppendRequest prev=5@3 commit=5 [6@3 noop]")
            .Says("write 1 append [6@3 noop]", "role Follower t3 leader=2");
    }

    [Fact]
    public void The_leader_sends_a_snapshot_when_it_has_already_discarded_the_next_entry_that_it_needs_to_send() =>
        new Bench("term=3 base=5@3 snapshot=5@3 PreVote=off").Does("campaign 1").Writes().Hears("3->1 t4 VoteGranted")
            .Hears("2->1 t4 AppendRejected 5 hint=2@1").Says("send 1->2 t4 SnapshotOffer source=1 minimum=5");

    [Fact]
    public void The_follower_asks_for_the_snapshot_in_chunks_in_order()
    {
        var node = new Bench("term=1").Hears("2->1 t1 SnapshotOffer source=2 minimum=5");
        node.Says("send 1->2 t1 SnapshotChunkRequest 0@0 offset=0 minimum=5", "role Follower t1 leader=2");
        node.Hears("2->1 t1 SnapshotChunk snapshot 5@1 (1 2 3) offset=0 10B")
            .Says("write 1 stage snapshot 5@1 (1 2 3) offset=0 10B");
        node.Writes().Says("send 1->2 t1 SnapshotChunkRequest 5@1 offset=10 minimum=5");
        node.Hears("2->1 t1 SnapshotChunk snapshot 5@1 (1 2 3) offset=20 10B last").SaysNothing();
        node.Hears("2->1 t1 SnapshotChunk snapshot 5@1 (1 2 3) offset=10 10B last")
            .Says("write 2 stage snapshot 5@1 (1 2 3) offset=10 10B last");
    }

    [Fact]
    public void If_the_snapshot_contains_new_information_the_follower_discards_its_entire_log() =>
        new Bench("term=2 log=1,1,2").Hears("2->1 t2 SnapshotOffer source=2 minimum=5")
            .Hears("2->1 t2 SnapshotChunk snapshot 5@2 (1 2) offset=0 1B last")
            .Writes().Says("write 2 install snapshot 5@2 (1 2)", "membership (1 2) since 5")
            .Writes().Says("send 1->2 t2 AppendAccepted match=5");

    [Fact]
    public void If_it_describes_a_prefix_of_the_log_entries_following_it_are_still_valid_and_retained()
    {
        var node = new Bench("term=1 log=1,1,1").Hears("2->1 t1 SnapshotOffer source=2 minimum=2")
            .Hears("2->1 t1 SnapshotChunk snapshot 2@1 (1 2 3) offset=0 1B last").Writes();
        node.Says("send 1->2 t1 AppendAccepted match=2", "apply [1@1 command 3B, 2@1 command 3B]");
        Assert.Equal("3@1", node.Node.LastLog.ToString());
    }

    [Fact]
    public void The_state_machine_is_reset_to_the_snapshot()
    {
        var node = new Bench("term=1").Hears("2->1 t1 SnapshotOffer source=2 minimum=5")
            .Hears("2->1 t1 SnapshotChunk snapshot 5@1 (1 2 3) offset=0 1B last").Writes().Writes();
        Assert.Equal((5, 5, 5), (node.Node.AppliedIndex.Value, node.Node.Commit.Value, node.Node.DurableIndex.Value));
        node.Does("state 1").Says("state x");
    }
}
