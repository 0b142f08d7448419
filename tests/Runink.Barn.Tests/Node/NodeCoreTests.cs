namespace Runink.Barn.Tests;

public sealed class NodeCoreTests
{
    [Fact]
    public void A_change_is_told_when_it_is_durable_and_not_before()
    {
        var node = NodeBench.Serving();
        var put = node.Propose(NodeBench.Put("a", "1"));
        Assert.False(put.IsTold);
        Assert.Null(node.Value("a"));
        node.Settle();
        Assert.Null(put.Value.Error);
        Assert.Equal("1", node.Value("a"));
    }

    [Fact]
    public void The_disk_has_its_next_write_before_the_last_one_is_applied()
    {
        var node = NodeBench.Serving();
        node.Propose(NodeBench.Put("a", "1"));
        node.Core.Sys.Propose(node.Core.Sys.Prepare(NodeBench.Put("b", "2")));
        var (before, during) = (node.Core.Machine.AppliedIndex, default(Runink.Raft.LogIndex));
        node.Log.Submitted = () => during = node.Core.Machine.AppliedIndex;
        node.Log.RunOne();
        node.Core.EndTurn();
        Assert.Equal("1", node.Value("a"));
        Assert.Equal(before, during);
        Assert.Equal(1, node.Log.Waiting);
    }

    [Fact]
    public void What_was_told_is_there_after_a_loss_of_power_and_what_was_not_may_be_gone()
    {
        var node = NodeBench.Serving();
        Assert.Equal(2, node.Does(NodeBench.Put("a", "1")).Revision);
        var late = node.Propose(NodeBench.Put("b", "2"));
        var next = node.Restart();
        Assert.False(late.IsTold);
        Assert.Equal(("1", null, 2), (next.Value("a"), next.Value("b"), next.View.Revision));
    }

    [Fact]
    public void A_node_serves_reads_alone_once_it_has_applied_an_entry_of_its_term()
    {
        var node = new NodeBench();
        Assert.True(node.Core.Sys.ServesAloneUntil < node.Now);
        var early = node.Read();
        Assert.False(early.IsTold);
        node.Settle();
        Assert.True(early.IsTold);
        Assert.True(node.Core.Sys.ServesAloneUntil > node.Now);
        Assert.True(node.Read().IsTold);
    }

    [Fact]
    public void A_failed_sync_takes_the_node_out_of_service_for_good()
    {
        var node = NodeBench.Serving();
        node.Disk.Syncing = _ => throw new IOException("the disk is broken");
        var put = node.Propose(NodeBench.Put("a", "1"));
        node.Settle();
        Assert.Same(KvErrors.Stopped, put.Value.Error);
        Assert.NotNull(node.Failure);
        Assert.True(node.Core.Sys.ServesAloneUntil < node.Now);
        node.Disk.Syncing = null;
        Assert.Same(KvErrors.Stopped, node.Does(NodeBench.Put("a", "2")).Error);
        Assert.Equal("etcdserver: server stopped", Assert.Throws<KvErrorException>(() => node.Read().Value).Message);
        Assert.Null(node.Value("a"));
    }

    [Fact]
    public void A_disk_that_hangs_lets_requests_time_out_and_takes_leadership_until_it_is_back()
    {
        var node = NodeBench.Serving();
        var put = node.Propose(NodeBench.Put("a", "1"));
        node.Ticks(69);
        Assert.False(put.IsTold);
        node.Ticks(1);
        Assert.Same(KvErrors.Timeout, put.Value.Error);
        Assert.True(node.Core.Sys.ServesAloneUntil < node.Now);
        node.Seconds(3);
        Assert.Null(node.Does(NodeBench.Put("a", "2")).Error);
        Assert.Equal("2", node.Value("a"));
    }

    [Fact]
    public void A_request_that_is_too_large_is_refused_and_the_next_one_taken()
    {
        var node = NodeBench.Serving(options: NodeBench.Options with { MaxRequestBytes = 1000 });
        Assert.Same(KvErrors.RequestTooLarge, node.Does(NodeBench.Put("a", new string('x', 1000))).Error);
        Assert.Null(node.Does(NodeBench.Put("a", "1")).Error);
    }

    [Fact]
    public void Snapshots_shorten_the_log_and_a_node_starts_from_them()
    {
        var node = NodeBench.Serving(options: NodeBench.Options with { SnapshotEntries = 10 });
        for (var i = 0; i < 100; i++) node.Does(NodeBench.Put($"k{i % 7}", $"{i}"));
        Assert.NotEmpty(node.Disk.List("snap"));
        var next = node.Restart();
        Assert.Equal(node.View.StateHash(), next.View.StateHash());
        Assert.Equal("99", next.Value("k1"));
    }

    [Fact]
    public void Watches_hear_of_a_change_whose_turn_ends_with_a_snapshot()
    {
        var node = NodeBench.Serving(options: NodeBench.Options with { SnapshotEntries = 2 });
        var stream = node.Core.Sys.Watches.OpenStream(() => { });
        var watcher = stream.Watch(new WatchRequest(NodeBench.Bytes("a"))).Watcher!;
        node.Does(NodeBench.Put("a", "1"));
        Assert.NotEmpty(node.Disk.List("snap"));
        Assert.Same(watcher, Assert.Single(stream.TakeWaiting()));
    }

    [Fact]
    public void A_snapshot_that_finds_no_room_is_tried_again()
    {
        var node = NodeBench.Serving(options: NodeBench.Options with { SnapshotEntries = 10 });
        node.Disk.Capacity = 0;
        for (var i = 0; i < 20; i++) Assert.Null(node.Does(NodeBench.Put("k", $"{i}")).Error);
        Assert.NotNull(node.Core.SnapshotProblem);
        Assert.Empty(node.Disk.List("snap"));
        node.Disk.Capacity = long.MaxValue;
        node.Seconds(11);
        Assert.Null(node.Core.SnapshotProblem);
        Assert.NotEmpty(node.Disk.List("snap"));
    }

    [Fact]
    public void A_full_disk_refuses_writes_before_the_log_has_no_room_and_takes_them_when_there_is_room_again()
    {
        var storage = new StorageOptions { Salt = 7, SegmentBytes = 64 << 10 };
        var node = NodeBench.Serving(options: NodeBench.Options with { Storage = storage });
        node.Disk.Capacity = 0;
        for (var i = 0; node.Core.RoomProblem is null && i < 60; i++) node.Does(NodeBench.Put("k", new string('x', 1000)));
        Assert.IsType<DiskFullException>(node.Core.RoomProblem);
        for (var i = 0; i < 200; i++) Assert.Same(KvErrors.NoSpace, node.Does(NodeBench.Put("k", new string('x', 1000))).Error);
        Assert.NotNull(node.Read().Value);
        Assert.Null(node.Failure);
        node.Disk.Capacity = long.MaxValue;
        node.Seconds(2);
        Assert.Null(node.Core.RoomProblem);
        for (var i = 0; i < 200; i++) Assert.Null(node.Does(NodeBench.Put("k", new string('x', 1000))).Error);
    }

    [Fact]
    public void Those_who_wait_are_told_when_the_node_stops()
    {
        var node = NodeBench.Serving();
        var put = node.Propose(NodeBench.Put("a", "1"));
        node.Core.Stop();
        Assert.Same(KvErrors.Stopped, put.Value.Error);
    }
}
