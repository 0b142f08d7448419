using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>How groups come, last and go on the disk of one node.</summary>
public sealed class GroupLifeTests
{
    [Fact]
    public void A_group_outlives_a_restart()
    {
        var node = With("team");
        node.Does(NodeBench.Put("a", "1"), "team");
        node = node.Restart().Ticks(3).Settle();
        Assert.Equal("1", node.Value("team", "a"));
        Assert.Null(node.Value("a"));
        Assert.Null(node.Does(NodeBench.Put("a", "2"), "team").Error);
    }

    [Fact]
    public void A_group_is_restored_from_its_own_snapshot()
    {
        var node = With("team", NodeBench.Options with { SnapshotEntries = 20 });
        for (var i = 0; i < 50; i++) node.Does(NodeBench.Put($"k{i}", $"{i}"), "team");
        Assert.Contains(node.Disk.List(SnapshotName.Folder), file => file.StartsWith("snap/2-", StringComparison.Ordinal));
        Assert.Equal("49", node.Restart().Value("team", "k49"));
    }

    [Fact]
    public void A_node_goes_on_while_a_group_that_it_learns_of_is_loaded()
    {
        var next = Replayed(out _);
        Assert.Null(next.Core.Groups.Find("team"));
        Assert.Equal(1, next.Transfers.Waiting);
        var answer = next.Propose(NodeBench.Put("a", "1"));
        next.Ticks(5);
        next.Log.RunAll();
        next.Core.EndTurn();
        Assert.Null(answer.Value.Error);
        Assert.Equal("1", next.Value("a"));
        Assert.Null(next.Core.Groups.Find("team"));
        next.Settle().Ticks(3).Settle();
        Assert.Equal("49", next.Value("team", "k49"));
        Assert.Null(next.Does(NodeBench.Put("a", "2"), "team").Error);
    }

    [Fact]
    public void A_group_that_is_removed_while_it_is_loaded_is_never_there()
    {
        var next = Replayed(out var id);
        var removal = next.Propose(new GroupRemoveCommand("team"));
        next.Log.RunAll();
        next.Core.EndTurn();
        Assert.Null(removal.Value.Error);
        next.Settle().Ticks(3).Settle();
        Assert.Null(next.Core.Groups.Find("team"));
        Assert.DoesNotContain(next.Disk.List(SnapshotName.Folder), file => file.StartsWith("snap/2-", StringComparison.Ordinal));
        Assert.DoesNotContain(id, Recovered(next.Disk.AfterCrash(Crash.LosesAll)));
    }

    [Fact]
    public void One_snapshot_of_a_group_is_taken_at_a_time()
    {
        var node = With("team").Settle();
        node.Group("team").Photograph();
        node.Group("team").Photograph();
        node.Group("team").Photograph();
        Assert.Equal(1, node.Snapshots.Waiting);
        node.Snapshots.RunOne();
        Assert.True(node.Group("team").IsPhotographed);
        node.Settle();
        Assert.False(node.Group("team").IsPhotographed);
    }

    [Fact]
    public void A_removed_group_leaves_nothing_on_the_disk()
    {
        var node = With("team", NodeBench.Options with { SnapshotEntries = 20 });
        for (var i = 0; i < 50; i++) node.Does(NodeBench.Put($"k{i}", $"{i}"), "team");
        node.Does(new GroupRemoveCommand("team"));
        node.Ticks(2).Settle();
        Assert.DoesNotContain(node.Disk.List(SnapshotName.Folder), file => file.StartsWith("snap/2-", StringComparison.Ordinal));
        node = node.Restart();
        Assert.Null(node.Core.Groups.Find("team"));
        node.Does(new GroupCreateCommand("team", [1]));
        node.Ticks(3).Settle();
        Assert.Equal(3UL, node.Group("team").Id.Value);
        Assert.Null(node.Value("team", "k1"));
    }

    [Fact]
    public void What_was_promised_in_a_removed_group_is_kept_until_no_replay_can_begin_it_anew()
    {
        var node = With("team");
        node.Does(NodeBench.Put("a", "1"), "team");
        var removal = node.Propose(new GroupRemoveCommand("team"));
        // The snapshot without the group is not written yet.
        for (var i = 0; i < 5; i++)
        {
            node.Log.RunAll();
            node.Core.EndTurn();
        }

        Assert.True(removal.IsTold);
        var disk = node.Disk.AfterCrash(Crash.KeepsAll);
        Assert.Contains(new GroupId(2), Recovered(disk));
        var next = NodeBench.Serving(disk, incarnation: 2).Ticks(2).Settle();
        Assert.Null(next.Core.Groups.Find("team"));
        Assert.DoesNotContain(new GroupId(2), Recovered(next.Disk.AfterCrash(Crash.LosesAll)));
    }

    [Fact]
    public void A_group_in_which_nothing_happens_does_not_keep_the_log_from_being_cut()
    {
        var options = NodeBench.Options with
        {
            SnapshotEntries = 20,
            RetainedEntries = 100_000,
            Storage = new StorageOptions { Salt = 7, SegmentBytes = 4096, CrowdedSegments = 2 },
        };
        var node = With("team", options);
        // More than half a segment, so that it is not simply written anew.
        for (var i = 0; i < 8; i++) node.Does(NodeBench.Put("idle", new string('x', 400)), "team");
        for (var i = 0; i < 300; i++)
        {
            node.Does(NodeBench.Put("busy", new string('y', 400)));
            if (i % 10 == 0) node.Ticks(1).Settle();
        }

        Assert.InRange(node.Disk.List(SegmentHeader.Folder).Count, 1, 12);
        Assert.Equal(400, node.Restart().Value("team", "idle")!.Length);
    }

    [Fact]
    public void Messages_of_a_group_that_nobody_knows_are_ignored()
    {
        var node = NodeBench.Serving();
        node.Core.Receive([new StaleTerm(new GroupId(99), new NodeId(2), new NodeId(1), new Term(9))]);
        node.Core.EndTurn();
        Assert.Null(node.Does(NodeBench.Put("a", "1")).Error);
    }

    /// <summary>A node that has replayed that there is a group, the state of which is on its disk, and whose disk has read only the log.</summary>
    private static NodeBench Replayed(out GroupId id)
    {
        var options = NodeBench.Options with { SnapshotEntries = 20 };
        var node = With("team", options);
        for (var i = 0; i < 50; i++) node.Does(NodeBench.Put($"k{i}", $"{i}"), "team");
        id = node.Group("team").Id;
        var next = new NodeBench(node.Disk.AfterCrash(Crash.LosesAll), options, incarnation: 2);
        for (var i = 0; i < 5; i++)
        {
            next.Log.RunAll();
            next.Core.EndTurn();
        }

        return next;
    }

    private static List<GroupId> Recovered(MemoryDisk disk)
    {
        var worker = new HandWorker();
        using var storage = NodeStorage.Open(disk, new(worker, worker, worker), new() { Salt = 7 }, new OfflineEvents());
        return [.. storage.Recovered.Keys];
    }

    private static NodeBench With(string group, NodeOptions? options = null)
    {
        var node = NodeBench.Serving(options: options);
        Assert.Null(node.Does(new GroupCreateCommand(group, [1])).Error);
        return node.Ticks(5).Settle();
    }
}
