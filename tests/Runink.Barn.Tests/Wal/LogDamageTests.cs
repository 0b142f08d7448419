using Runink.Raft;
using static Runink.Barn.Tests.StorageHarness;

namespace Runink.Barn.Tests;

/// <summary>A damaged log must never look like a shorter one.</summary>
public sealed class LogDamageTests
{
    private static readonly StorageOptions Small = new() { SegmentBytes = 4096, Salt = 0x1122334455667788 };

    [Fact]
    public void No_bit_that_turns_anywhere_makes_the_log_look_shorter()
    {
        using var whole = Written(segments: 2);
        var wanted = Everything(whole.Disk.AfterKill());
        foreach (var name in whole.Disk.List("wal"))
        {
            var used = whole.Disk.Content(name).AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
            for (var at = 0; at < used; at++)
            {
                var disk = whole.Disk.AfterKill();
                disk.Flip(name, at, at % 8);
                Assert.True(IsDetected(disk) || Everything(disk) == wanted, $"a bit that turned at {name}:{at} went unseen");
            }
        }
    }

    [Fact]
    public void No_sector_that_turns_to_zeros_makes_the_log_look_shorter()
    {
        using var whole = Written(segments: 3);
        var wanted = Everything(whole.Disk.AfterKill());
        foreach (var name in whole.Disk.List("wal"))
        {
            var content = whole.Disk.Content(name);
            // All but what the last batch and its mark share: together they may have been one torn write.
            var used = content.AsSpan().LastIndexOfAnyExcept((byte)0) + 1 - FrameHeader.Size;
            for (var at = 0; at + MemoryFile.Sector <= used; at += MemoryFile.Sector)
            {
                var disk = whole.Disk.AfterKill();
                var spoiled = content.ToArray();
                spoiled.AsSpan(at, MemoryFile.Sector).Clear();
                disk.Put(name, spoiled);
                Assert.True(IsDetected(disk) || Everything(disk) == wanted, $"the sector {name}:{at} was lost unseen");
            }
        }
    }

    [Fact]
    public void A_segment_that_is_gone_is_missed_also_the_last()
    {
        using var whole = Written(segments: 3);
        foreach (var name in Used(whole.Disk))
        {
            var disk = whole.Disk.AfterKill();
            // Also the one that is prepared, which would leave a gap to be seen by.
            foreach (var prepared in whole.Disk.List("wal").Except(Used(whole.Disk))) disk.Delete(prepared);
            disk.Delete(name);

            Assert.True(IsDetected(disk), $"{name} was not missed");
        }
    }

    [Fact]
    public void A_segment_that_is_cut_off_is_noticed_wherever_it_is_cut()
    {
        using var whole = Written(segments: 2);
        foreach (var name in Used(whole.Disk))
        {
            for (var length = 0; length < Small.SegmentBytes; length += 101)
            {
                var disk = whole.Disk.AfterKill();
                disk.Put(name, whole.Disk.Content(name).AsSpan(0, length));
                Assert.True(IsDetected(disk), $"{name} was cut to {length} bytes unseen");
            }
        }
    }

    [Fact]
    public void Segments_that_changed_places_are_noticed()
    {
        using var whole = Written(segments: 3);
        var names = whole.Disk.List("wal");
        var disk = whole.Disk.AfterKill();
        disk.Put(names[0], whole.Disk.Content(names[1]));
        disk.Put(names[1], whole.Disk.Content(names[0]));

        Assert.True(IsDetected(disk));
    }

    [Fact]
    public void What_is_damaged_is_named_by_file_offset_group_and_entries()
    {
        using var before = new StorageHarness(options: Small).Founded();
        before.Append(1, 3);
        before.Settle();
        before.Append(4, 2, size: 100);
        before.Settle();
        var disk = before.Disk.AfterKill();
        var name = disk.List("wal")[0];
        disk.Flip(name, disk.Content(name).AsSpan().IndexOf(Command(4, 1, 100).Command.Span) + 50, 3);

        var damage = Assert.Throws<LogDamagedException>(() => new StorageHarness(disk, Small));

        var one = Assert.Single(damage.Damages);
        Assert.Equal((name, Home, new LogIndex(4), new LogIndex(5)), (one.File, one.Group, one.First, one.Last));
        Assert.Contains("does not match its checksum (entries 4 to 5 of group 7)", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_damage_is_reported_not_only_the_first()
    {
        using var before = new StorageHarness(options: Small).Founded();
        for (var i = 1; i <= 5; i++)
        {
            before.Append(i, 1, size: 100);
            before.Settle();
        }

        var disk = before.Disk.AfterKill();
        var name = disk.List("wal")[0];
        foreach (var index in (int[])[2, 4])
            disk.Flip(name, disk.Content(name).AsSpan().IndexOf(Command(index, 1, 100).Command.Span) + 50, 3);

        var damage = Assert.Throws<LogDamagedException>(() => new StorageHarness(disk, Small));

        Assert.Equal([2L, 4L], damage.Damages.Select(one => one.First.Value));
    }

    [Fact]
    public void What_is_damaged_of_a_group_that_ended_is_not_missed()
    {
        var gone = new GroupId(8);
        using var before = new StorageHarness(options: Small).Founded();
        before.Storage.Found(gone, Members);
        before.Append(1, 2, size: 100, group: gone);
        before.Append(1, 3);
        before.Settle();
        before.Storage.End(new HashSet<GroupId> { gone });
        before.Settle();
        var disk = before.Disk.AfterKill();
        var name = disk.List("wal")[0];
        disk.Flip(name, disk.Content(name).AsSpan().IndexOf(Command(2, 1, 100).Command.Span) + 50, 3);

        using var after = new StorageHarness(disk, Small);

        Assert.Equal(3, after.Recovered().Entries.Count);
        Assert.False(after.Storage.Recovered.ContainsKey(gone));
    }

    [Fact]
    public void A_log_that_is_damaged_is_left_as_it_is()
    {
        using var whole = Written(segments: 2);
        var disk = whole.Disk.AfterKill();
        var names = disk.List("wal");
        disk.Flip(names[0], 200, 1);
        disk.Changed = change => Assert.Fail($"{change} on a damaged log");

        Assert.Throws<LogDamagedException>(() => new StorageHarness(disk, Small));
    }

    [Fact]
    public void A_value_that_holds_a_piece_of_another_log_is_only_a_value()
    {
        using var other = Written(segments: 1);
        var stolen = other.Disk.Content(other.Disk.List("wal")[0])[..1024];
        var options = Small with { Salt = Small.Salt + 1 };
        using var before = new StorageHarness(options: options).Founded();
        before.Append(1, 1);
        before.Settle();
        before.Add(new Append(before.NextId(), [new(new LogIndex(2), new Term(1), EntryKind.Command, stolen)], null));
        before.Storage.Flush();
        before.Disk.Syncing = _ => throw new IOException("the power is gone");
        before.Log.RunOne();
        // The mark and the first sector of the batch are lost; what is left of it holds frames of another log.
        var torn = before.Disk.AfterCrash(new LosesFirstSectors(2));

        using var after = new StorageHarness(torn, options);

        Assert.Single(after.Recovered().Entries);
    }

    [Fact]
    public void Snapshots_without_a_log_mean_that_the_log_was_lost()
    {
        using var before = new StorageHarness(options: Small).Founded();
        before.Append(1, 3);
        before.Storage.TakeSnapshot(Home, Description(2), new PatternContent(1, 10));
        before.Settle();
        foreach (var name in before.Disk.List("wal")) before.Disk.Delete(name);

        Assert.Throws<InvalidDataException>(() => new StorageHarness(before.Disk.AfterKill(), Small));
    }

    /// <summary>The segments, without the one that is prepared to be the next.</summary>
    private static IEnumerable<string> Used(MemoryDisk disk) =>
        disk.List("wal").Where(name => disk.Content(name).AsSpan().ContainsAnyExcept((byte)0));

    private static StorageHarness Written(int segments)
    {
        var storage = new StorageHarness(options: Small).Founded();
        for (var i = 1L; storage.Disk.List("wal").Count < segments + 1; i++)
        {
            storage.Append(i, 1, size: 200 + (int)(i * 7 % 50));
            storage.Settle();
        }

        return storage;
    }

    private static bool IsDetected(MemoryDisk disk)
    {
        try
        {
            LogRecovery.Run(disk);
            return false;
        }
        catch (LogDamagedException)
        {
            return true;
        }
    }

    private static string Everything(MemoryDisk disk)
    {
        var log = LogRecovery.Run(disk);
        return string.Join('\n', log.Groups.Values.Select(group =>
            GroupModel.StateOf(group.Term, group.VotedFor, group.Base, log.Lists[group.Id])));
    }

    private sealed class LosesFirstSectors(int count) : ICrash
    {
        private int _left = count;

        public bool KeepsName() => true;

        public bool KeepsChange() => true;

        public bool KeepsSector() => _left-- <= 0;

        public byte[] Spoil(byte[] sector) => sector;
    }
}
