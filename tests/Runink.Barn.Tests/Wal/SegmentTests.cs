using Runink.Raft;
using static Runink.Barn.Tests.StorageHarness;

namespace Runink.Barn.Tests;

public sealed class SegmentTests
{
    private static readonly StorageOptions Small = new() { SegmentBytes = 4096, CrowdedSegments = 3, Salt = 0x1122334455667788 };

    [Fact]
    public void A_full_segment_is_followed_by_the_next_whose_room_was_reserved_before()
    {
        using var storage = new StorageHarness(options: Small).Founded();
        Assert.Single(storage.Disk.List("wal"));

        storage.Append(1, 1, size: 2500);
        storage.Settle();
        Assert.Equal(2, storage.Disk.List("wal").Count);
        Assert.False(storage.Disk.Content("wal/0000000000000002.log").AsSpan().ContainsAnyExcept((byte)0));

        storage.Append(2, 1, size: 2500);
        storage.Settle();
        storage.Append(3, 1);
        storage.Settle();
        Assert.True(storage.Disk.Content("wal/0000000000000002.log").AsSpan().ContainsAnyExcept((byte)0));

        using var after = storage.Restart();
        Assert.Equal(3, after.Recovered().Entries.Count);
    }

    [Fact]
    public void Segments_that_hold_nothing_any_more_go()
    {
        using var storage = new StorageHarness(options: Small).Founded();
        for (var i = 1; i <= 40; i++)
        {
            storage.Append(i, 1, size: 500);
            storage.Settle();
        }

        Assert.True(storage.Disk.List("wal").Count > 4);
        Snapshot(storage, 40);
        Assert.True(storage.Storage.Add(Home, new CompactLog(Description(39))));
        storage.Vote(2, 2);
        storage.Settle();

        Assert.True(storage.Disk.List("wal").Count <= 2, string.Join(' ', storage.Disk.List("wal")));
        using var after = storage.Restart();
        Assert.Equal((new Term(2), new LogIndex(39)), (after.Recovered().Term, after.Recovered().Base.Index));
        Assert.Equal([40L], after.Recovered().Entries.Select(entry => entry.Index.Value));
    }

    [Fact]
    public void All_groups_that_keep_the_oldest_segment_are_found_in_turn()
    {
        using var storage = new StorageHarness(options: Small).Founded();
        for (var id = 8UL; id <= 10; id++)
        {
            storage.Storage.Found(new GroupId(id), Members);
            storage.Append(1, 1, size: 900, group: new GroupId(id));
        }

        for (var i = 1; i <= 40; i++)
        {
            storage.Append(i, 1, size: 500);
            storage.Settle();
        }

        var all = Find(8);
        Assert.InRange(all.Count, 3, 4);
        foreach (var holder in all.Concat(all)) Assert.Equal([holder], Find(1));

        List<(GroupId, LogIndex)> Find(int most)
        {
            var found = new List<(GroupId, LogIndex)>();
            storage.Storage.FindTailHolders(found, most);
            return found;
        }
    }

    [Fact]
    public void A_segment_is_not_deleted_before_what_makes_it_needless_is_durable()
    {
        using var storage = new StorageHarness(options: Small).Founded();
        for (var i = 1; i <= 40; i++)
        {
            storage.Append(i, 1, size: 500);
            storage.Settle();
        }

        Snapshot(storage, 40);
        var before = storage.Disk.List("wal").Count;
        Assert.True(storage.Storage.Add(Home, new CompactLog(Description(39))));
        storage.Disk.Syncing = name =>
        {
            if (name.StartsWith("wal/", StringComparison.Ordinal)) Assert.Equal(before, storage.Disk.List("wal").Count);
        };
        storage.Settle();
        storage.Disk.Syncing = null;

        Assert.True(storage.Disk.List("wal").Count < before);
        Assert.Null(storage.Reason);
    }

    [Fact]
    public void A_segment_that_a_crash_left_empty_still_begins_with_the_state_of_every_group()
    {
        using var before = new StorageHarness(options: Small).Founded();
        var other = new GroupId(9);
        before.Storage.Found(other, Members);
        before.Vote(5, 3, other);
        before.Append(1, 1, size: 5000);
        before.Settle();
        before.Append(2, 1);
        before.Storage.Flush();
        // The head of the next segment is there, and its first batch is not.
        var syncs = 0;
        before.Disk.Syncing = name =>
        {
            if (name == "wal/0000000000000002.log" && ++syncs == 3) throw new IOException("the power is gone");
        };
        before.Log.RunAll();
        before.Disk.Syncing = null;

        using var after = before.Restart();
        Assert.Single(after.Recovered().Entries);
        Snapshot(after, 1);
        Assert.True(after.Storage.Add(Home, new CompactLog(Description(1))));
        after.Vote(2, 1);
        after.Settle();
        after.Vote(3, 1);
        after.Settle();
        Assert.Equal("wal/0000000000000002.log", after.Disk.List("wal")[0]);

        using var third = after.Restart();
        Assert.Equal(new Term(5), third.Recovered(other).Term);
    }

    [Fact]
    public void The_few_entries_of_a_quiet_group_do_not_hold_old_segments()
    {
        using var storage = new StorageHarness(options: Small).Founded();
        var quiet = new GroupId(100);
        storage.Storage.Found(quiet, Members);
        storage.Append(1, 4, size: 50, group: quiet);
        storage.Vote(9, 3, quiet);
        storage.Settle();
        for (var i = 1; i <= 120; i++)
        {
            storage.Append(i, 1, size: 500);
            if (i % 10 == 0)
            {
                storage.Settle();
                Snapshot(storage, i);
                Assert.True(storage.Storage.Add(Home, new CompactLog(Description(i - 1))));
            }

            storage.Settle();
        }

        Assert.True(storage.Disk.List("wal").Count <= Small.CrowdedSegments + 2, string.Join(' ', storage.Disk.List("wal")));
        Assert.DoesNotContain("wal/0000000000000001.log", storage.Disk.List("wal"));
        using var after = storage.Restart();
        Assert.Equal(new Term(9), after.Recovered(quiet).Term);
        Assert.Equal(
            Enumerable.Range(1, 4).Select(i => Convert.ToHexString(Command(i, 1, 50).Command.Span)),
            after.Recovered(quiet).Entries.Select(entry => Convert.ToHexString(entry.Command.Span)));
    }

    [Fact]
    public void A_batch_that_is_larger_than_a_segment_stays_whole()
    {
        using var storage = new StorageHarness(options: Small).Founded();
        storage.Append(1, 30, size: 1000);
        storage.Append(31, 1, size: 20_000);
        storage.Settle();
        storage.Append(32, 1);
        storage.Settle();

        using var after = storage.Restart();
        Assert.Equal(32, after.Recovered().Entries.Count);
    }

    [Fact]
    public void A_disk_without_room_for_the_next_segment_is_told_while_the_present_one_goes_on()
    {
        using var storage = new StorageHarness(options: Small).Founded();
        storage.Disk.Capacity = Small.SegmentBytes + 100;
        storage.Append(1, 1, size: 2500);
        storage.Settle();
        storage.Append(2, 1);
        storage.Settle();
        Assert.Equal(["completed 7 1", "no room", "completed 7 2"], storage.Told);
        Assert.Single(storage.Disk.List("wal"));

        storage.Storage.RetryRoom();
        storage.Settle();
        storage.Disk.Capacity = long.MaxValue;
        storage.Storage.RetryRoom();
        storage.Settle();

        Assert.Equal("room", storage.Told[^1]);
        Assert.Equal(4, storage.Told.Count);
        Assert.Equal(2, storage.Disk.List("wal").Count);
    }

    [Fact]
    public void Room_for_the_next_segment_that_is_there_when_the_log_gets_to_it_is_told()
    {
        using var storage = new StorageHarness(options: Small).Founded();
        storage.Disk.Capacity = Small.SegmentBytes + 100;
        storage.Append(1, 1, size: 2500);
        storage.Settle();
        storage.Disk.Capacity = long.MaxValue;
        storage.Append(2, 1, size: 2500);
        storage.Settle();
        Assert.Equal(["completed 7 1", "no room", "completed 7 2"], storage.Told);

        storage.Append(3, 1);
        storage.Settle();

        Assert.Equal(["room", "completed 7 3"], storage.Told[3..]);
        Assert.Equal(2, storage.Disk.List("wal").Count);
    }

    [Fact]
    public void A_log_that_has_used_up_its_room_fails_and_keeps_what_it_has()
    {
        using var storage = new StorageHarness(options: Small).Founded();
        storage.Disk.Capacity = Small.SegmentBytes + 100;
        for (var i = 1; storage.Reason is null && i < 100; i++)
        {
            storage.Append(i, 1, size: 500);
            storage.Settle();
        }

        Assert.IsType<DiskFullException>(storage.Reason);
        storage.Disk.Capacity = long.MaxValue;
        using var after = storage.Restart();
        Assert.Equal(storage.CompletedOf(Home).Value, after.Recovered().Entries.Count);
    }

    [Fact]
    public void A_program_does_not_read_a_format_that_is_newer_than_it_knows()
    {
        using var storage = new StorageHarness(options: Small).Founded();
        var content = storage.Disk.Content("wal/0000000000000001.log");
        content[8] = 2;
        var sum = Crc32C.Append(0, content.AsSpan(0, 60));
        BitConverter.TryWriteBytes(content.AsSpan(60), sum);
        storage.Disk.Put("wal/0000000000000001.log", content);

        var refused = Assert.Throws<LogDamagedException>(() => new StorageHarness(storage.Disk.AfterKill(), Small));
        Assert.Contains("format of the segment is 2, and this program knows 1", refused.Message, StringComparison.Ordinal);
    }

    private static void Snapshot(StorageHarness storage, long index)
    {
        storage.Storage.TakeSnapshot(Home, Description(index), new PatternContent((int)index, 100));
        storage.Settle();
    }
}
