using Runink.Raft;
using static Runink.Barn.Tests.StorageHarness;

namespace Runink.Barn.Tests;

/// <summary>Which of the snapshot files a node goes on from when it starts, and which go.</summary>
public sealed class SnapshotRecoveryTests
{
    private static readonly SnapshotDescription Taken = Description(10);

    [Fact]
    public void An_older_snapshot_is_taken_where_the_newest_is_damaged_behind_its_head()
    {
        using var storage = WithSnapshot();
        storage.Storage.TakeSnapshot(Home, Description(12), new PatternContent(4, 6000));
        Assert.True(storage.Storage.Add(Home, new CompactLog(Description(8))));
        storage.Vote(2, 1);
        storage.Settle();
        var disk = storage.Disk.AfterKill();
        Damage(disk, "snap/7-000000000000000c-0000000000000001.snap");

        using var after = new StorageHarness(disk, storage.Options);

        Assert.Equal((Description(8), Taken), (after.Recovered().Base, after.Recovered().Snapshot));
        using var content = after.Storage.OpenSnapshot(Home, Taken);
        content.CopyTo(Stream.Null);
    }

    [Fact]
    public void A_damaged_snapshot_is_not_missed_where_the_log_begins_with_its_first_entry()
    {
        using var storage = WithSnapshot();
        var disk = storage.Disk.AfterKill();
        Damage(disk, disk.List("snap")[0]);

        using var after = new StorageHarness(disk, storage.Options);

        Assert.Null(after.Recovered().Snapshot);
        Assert.Equal(12, after.Recovered().Entries.Count);
    }

    [Fact]
    public void What_was_fetched_and_is_not_needed_any_more_goes()
    {
        using var source = WithSnapshot();
        using var target = WithSnapshot();
        var file = source.Disk.Content(source.Disk.List("snap")[0]);
        target.Add(new StageSnapshotChunk(target.NextId(), Taken, 0, file.AsMemory(0, 3000), IsLast: false));
        target.Settle();
        Assert.Equal(2, target.Disk.List("snap").Count);

        using var after = target.Restart();

        Assert.Equal(Taken, after.Recovered().Snapshot);
        Assert.Null(after.Recovered().StagedSnapshot);
        Assert.Equal(["snap/7-000000000000000a-0000000000000001.snap"], after.Disk.List("snap"));
    }

    private static StorageHarness WithSnapshot()
    {
        var storage = new StorageHarness().Founded();
        storage.Append(1, 12);
        storage.Settle();
        storage.Storage.TakeSnapshot(Home, Taken, new PatternContent(3, 6000));
        storage.Settle();
        return storage;
    }

    private static void Damage(MemoryDisk disk, string snapshot) => disk.Flip(snapshot, disk.Content(snapshot).Length - 100, 1);
}
