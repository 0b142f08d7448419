using Runink.Raft;
using static Runink.Barn.Tests.StorageHarness;

namespace Runink.Barn.Tests;

/// <summary>Snapshots that are taken, served, fetched and installed by the storage of a node.</summary>
public sealed class SnapshotTransferTests
{
    private static readonly SnapshotDescription Taken = Description(10);

    [Fact]
    public void A_snapshot_is_taken_beside_the_log_and_its_state_comes_back()
    {
        using var storage = Source(out var content);

        Assert.Equal($"taken 7 {Taken.Position}", storage.Told[^1]);
        using var after = storage.Restart();
        Assert.Equal(Taken, after.Recovered().Snapshot);
        Assert.Equal(content.Bytes, ReadAll(after, Taken));
    }

    [Fact]
    public void Writes_go_on_while_a_snapshot_is_taken()
    {
        using var storage = new StorageHarness().Founded();
        storage.Append(1, 10);
        storage.Settle();
        storage.Storage.TakeSnapshot(Home, Taken, new PatternContent(1, 5000));

        storage.Append(11, 1);
        storage.Storage.Flush();
        storage.Log.RunAll();

        Assert.Equal(new WriteId(2), storage.CompletedOf(Home));
        Assert.Equal(1, storage.Snapshots.Waiting);
    }

    [Fact]
    public void A_snapshot_travels_in_pieces_and_becomes_the_state_of_another_node()
    {
        using var source = Source(out var content);
        using var target = new StorageHarness().Founded();
        target.Append(1, 3, term: 1);
        Send(source, target, from: 0, until: long.MaxValue, piece: 500);
        target.Add(new InstallSnapshot(target.NextId(), Taken, KeepsLog: false));
        target.Append(11, 2, term: 5);
        target.Settle();

        using var after = target.Restart();

        Assert.Equal((Taken, Taken), (after.Recovered().Base, after.Recovered().Snapshot));
        Assert.Equal([11L, 12L], after.Recovered().Entries.Select(entry => entry.Index.Value));
        Assert.Null(after.Recovered().StagedSnapshot);
        Assert.Equal(content.Bytes, ReadAll(after, Taken));
    }

    [Fact]
    public void A_fetch_goes_on_where_a_crash_stopped_it()
    {
        using var source = Source(out var content);
        using var target = new StorageHarness().Founded();
        Send(source, target, from: 0, until: 3000, piece: 1000);
        using var after = target.Restart();
        Assert.Equal(Taken, after.Recovered().StagedSnapshot);
        // Whole blocks only: it cannot be known of a part of one whether it is sound.
        Assert.InRange(after.Recovered().StagedBytes, 1900, 3000);

        Send(source, after, from: after.Recovered().StagedBytes, until: long.MaxValue, piece: 1000);
        after.Add(new InstallSnapshot(after.NextId(), Taken, KeepsLog: false));
        after.Settle();

        using var third = after.Restart();
        Assert.Equal(content.Bytes, ReadAll(third, Taken));
        Assert.Equal(Taken, third.Recovered().Base);
    }

    [Fact]
    public void A_fetch_may_go_on_behind_its_last_byte()
    {
        using var source = Source(out _);
        using var target = new StorageHarness().Founded();
        var length = Send(source, target, from: 0, until: long.MaxValue, piece: 1000);
        using var after = target.Restart();
        Assert.Equal(length, after.Recovered().StagedBytes);

        after.Add(new StageSnapshotChunk(after.NextId(), Taken, length, default, IsLast: true));
        after.Add(new InstallSnapshot(after.NextId(), Taken, KeepsLog: false));
        after.Settle();

        Assert.Equal(["completed 7 1", "completed 7 2"], after.Told);
    }

    [Fact]
    public void What_was_damaged_on_the_way_is_refused_before_its_last_piece_is_reported()
    {
        using var source = Source(out _);
        using var target = new StorageHarness().Founded();
        Send(source, target, from: 0, until: long.MaxValue, piece: 1000, damaged: true);

        Assert.StartsWith($"staged failed 7 {Taken.Position}", target.Told[^2], StringComparison.Ordinal);
        Assert.StartsWith("completed 7", target.Told[^1], StringComparison.Ordinal);
        Assert.Empty(target.Disk.List("snap"));
    }

    [Fact]
    public void A_snapshot_of_something_else_is_refused()
    {
        using var source = Source(out _);
        using var target = new StorageHarness().Founded();
        var other = Taken with { Membership = Membership.OfVoters(1) };
        var bytes = source.Disk.Content(source.Disk.List("snap")[0]);
        target.Add(new StageSnapshotChunk(target.NextId(), other, 0, bytes, IsLast: true));
        target.Settle();

        Assert.StartsWith("staged failed", target.Told[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_fetch_discards_what_an_older_one_left()
    {
        using var source = Source(out _);
        using var target = new StorageHarness().Founded();
        target.Add(new StageSnapshotChunk(target.NextId(), Description(5), 0, new byte[10], IsLast: false));
        target.Settle();
        Send(source, target, from: 0, until: 2000, piece: 1000);

        Assert.Equal(["snap/7-000000000000000a-0000000000000001.part"], target.Disk.List("snap"));
    }

    [Fact]
    public void What_is_staged_of_a_fetch_that_was_given_up_is_deleted_and_the_next_one_waits_for_that()
    {
        using var source = Source(out _);
        using var target = new StorageHarness().Founded();
        Send(source, target, from: 0, until: 2000, piece: 1000);
        target.Storage.DiscardStaged(Home);
        target.Storage.DiscardStaged(Home);
        Assert.Equal(1, target.Transfers.Waiting);
        target.Add(new StageSnapshotChunk(target.NextId(), Description(5), 0, new byte[10], IsLast: false));
        target.Settle();
        Assert.Equal(["snap/7-0000000000000005-0000000000000001.part"], target.Disk.List("snap"));

        target.Storage.DiscardStaged(Home);
        target.Settle();
        Assert.Empty(target.Disk.List("snap"));
        Assert.Equal(new WriteId(3), target.CompletedOf(Home));
    }

    [Fact]
    public void A_snapshot_is_checked_to_its_end()
    {
        using var source = Source(out _);
        var checks = 0;
        source.Storage.CheckSnapshot(Home, Taken, () => checks++);
        source.Settle();
        Assert.Equal((1, $"taken 7 {Taken.Position}"), (checks, source.Told[^1]));

        var file = Assert.Single(source.Disk.List("snap"));
        source.Disk.Flip(file, source.Disk.Content(file).Length - 1, 1);
        source.Storage.CheckSnapshot(Home, Taken, () => checks++);
        source.Settle();
        Assert.Equal((2, $"unreadable 7 {Taken.Position}"), (checks, source.Told[^1]));
    }

    [Fact]
    public void A_witness_installs_a_snapshot_without_a_file()
    {
        using var target = new StorageHarness().Founded();
        target.Add(new StageSnapshotChunk(target.NextId(), Taken, 0, default, IsLast: true));
        target.Settle();
        target.Add(new InstallSnapshot(target.NextId(), Taken, KeepsLog: false));
        target.Settle();

        using var after = target.Restart();
        Assert.Equal(Taken, after.Recovered().Base);
        Assert.Null(after.Recovered().Snapshot);
        Assert.Empty(after.Disk.List("snap"));
    }

    [Fact]
    public void Writes_behind_an_installation_wait_for_it_and_those_before_it_go_first()
    {
        using var source = Source(out _);
        using var target = new StorageHarness().Founded();
        Send(source, target, from: 0, until: long.MaxValue, piece: 100_000);
        target.Vote(8, 1);
        target.Add(new InstallSnapshot(target.NextId(), Taken, KeepsLog: false));
        target.Append(11, 1, term: 8);
        target.Storage.Flush();
        Assert.Equal(0, target.Transfers.Waiting);

        target.Log.RunAll();
        Assert.Equal("completed 7 2", target.Told[^1]);
        Assert.Equal(1, target.Transfers.Waiting);
        target.Settle();

        Assert.Equal("completed 7 4", target.Told[^1]);
        using var after = target.Restart();
        Assert.Equal((new Term(8), Taken), (after.Recovered().Term, after.Recovered().Base));
        Assert.Single(after.Recovered().Entries);
    }

    [Fact]
    public void A_snapshot_that_is_dropped_or_gone_is_said_to_be_unreadable()
    {
        using var source = Source(out _);
        Assert.True(source.Storage.Add(Home, new DropSnapshot(Taken)));
        Assert.True(source.Storage.Add(Home, new ReadSnapshotChunk(new NodeId(2), Taken, 0, 100)));
        source.Settle();

        Assert.Equal($"unreadable 7 {Taken.Position}", source.Told[^1]);
        Assert.Empty(source.Disk.List("snap"));
    }

    [Fact]
    public void A_snapshot_that_the_full_disk_does_not_take_leaves_nothing_and_the_log_goes_on()
    {
        using var storage = new StorageHarness().Founded();
        storage.Append(1, 10);
        storage.Settle();
        storage.Disk.Capacity = storage.Options.SegmentBytes + 1000;
        storage.Storage.TakeSnapshot(Home, Taken, new PatternContent(1, 5000));
        storage.Settle();
        Assert.Equal($"not taken 7 {Taken.Position}: the disk is full", storage.Told[^1]);
        Assert.Empty(storage.Disk.List("snap"));

        storage.Append(11, 1);
        storage.Settle();
        Assert.Equal("completed 7 2", storage.Told[^1]);
    }

    [Fact]
    public void A_sync_of_a_snapshot_that_fails_ends_the_service()
    {
        using var storage = new StorageHarness().Founded();
        storage.Append(1, 10);
        storage.Settle();
        storage.Disk.Syncing = name =>
        {
            if (name.StartsWith("snap/", StringComparison.Ordinal)) throw new IOException("input/output error");
        };
        storage.Storage.TakeSnapshot(Home, Taken, new PatternContent(1, 5000));
        storage.Settle();
        storage.Disk.Syncing = null;

        Assert.Equal("failed: input/output error", storage.Told[^1]);
    }

    [Fact]
    public void A_log_whose_only_snapshot_is_damaged_does_not_start_anew()
    {
        using var storage = Source(out _);
        Assert.True(storage.Storage.Add(Home, new CompactLog(Description(8))));
        storage.Vote(2, 1);
        storage.Settle();
        var disk = storage.Disk.AfterKill();
        disk.Flip(disk.List("snap")[0], 45, 1);

        var refused = Assert.Throws<InvalidDataException>(() => new StorageHarness(disk, storage.Options));

        Assert.Contains("snap/7-000000000000000a-0000000000000001.snap", refused.Message, StringComparison.Ordinal);
    }

    private static StorageHarness Source(out PatternContent content)
    {
        content = new PatternContent(3, 6000);
        var storage = new StorageHarness().Founded();
        storage.Append(1, 12);
        storage.Settle();
        storage.Storage.TakeSnapshot(Home, Taken, content);
        storage.Settle();
        return storage;
    }

    private static long Send(
        StorageHarness source, StorageHarness target, long from, long until, int piece, bool damaged = false)
    {
        for (var isLast = false; !isLast && from < until;)
        {
            Assert.True(source.Storage.Add(Home, new ReadSnapshotChunk(new NodeId(2), Taken, from, piece)));
            source.Settle();
            isLast = source.Told[^1].EndsWith(" last", StringComparison.Ordinal);
            var data = source.Chunk!;
            if (damaged) data[^1] ^= 1;
            target.Add(new StageSnapshotChunk(target.NextId(), Taken, from, data, isLast));
            target.Settle();
            from += data.Length;
        }

        return from;
    }

    private static byte[] ReadAll(StorageHarness storage, SnapshotDescription snapshot)
    {
        using var stream = storage.Storage.OpenSnapshot(Home, snapshot);
        using var read = new MemoryStream();
        stream.CopyTo(read);
        return read.ToArray();
    }
}
