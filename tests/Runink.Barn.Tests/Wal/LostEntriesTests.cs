using Runink.Raft;
using static Runink.Barn.Tests.StorageHarness;

namespace Runink.Barn.Tests;

/// <summary>What a log does not read back, other members have: it says what that was, and is no shorter for it.</summary>
public sealed class LostEntriesTests
{
    private static readonly StorageOptions Options = new() { SegmentBytes = 4096, Salt = 0x1122334455667788, AsksOthersForLost = true };

    [Fact]
    public void Entries_that_rot_are_known_to_be_lost_and_the_others_are_there()
    {
        using var before = Written(9);
        var disk = before.Disk.AfterKill();
        var file = Spoil(disk, 4);
        using var after = new StorageHarness(disk, Options);
        var entries = after.Recovered().Entries;
        Assert.Equal(Enumerable.Range(1, 9), entries.Select(entry => (int)entry.Index.Value));
        Assert.Equal(new LogIndex(4), Assert.Single(entries, entry => entry.Kind == EntryKind.Rotten).Index);
        Assert.Equal(Term.Zero, entries[3].Term);
        var lost = Assert.Single(after.Storage.Lost);
        Assert.Equal((file, Home, new LogIndex(4), new LogIndex(4)), (lost.File, lost.Group, lost.First, lost.Last));
    }

    [Fact]
    public void The_last_entry_may_be_lost_too_and_still_was_there()
    {
        using var before = Written(3);
        var disk = before.Disk.AfterKill();
        Spoil(disk, 3);
        using var after = new StorageHarness(disk, Options);
        Assert.Equal(EntryKind.Rotten, after.Recovered().Entries[^1].Kind);
        Assert.Equal(new LogIndex(3), after.Recovered().Entries[^1].Index);
    }

    [Fact]
    public void What_is_written_anew_in_its_place_is_there_at_the_next_start_and_nothing_is_lost_any_more()
    {
        using var before = Written(9);
        var disk = before.Disk.AfterKill();
        Spoil(disk, 4);
        using var after = new StorageHarness(disk, Options);
        after.Append(4, 1, size: 100);
        after.Settle();
        using var again = after.Restart();
        Assert.Empty(again.Storage.Lost);
        Assert.Equal(Command(4, 1, 100).Command.ToArray(), again.Recovered().Entries[3].Command.ToArray());
        Assert.Equal(9, again.Recovered().Entries.Count);
    }

    [Fact]
    public void What_is_not_written_anew_is_lost_at_the_next_start_as_well()
    {
        using var before = Written(9);
        var disk = before.Disk.AfterKill();
        Spoil(disk, 4);
        using var after = new StorageHarness(disk, Options);
        after.Append(10, 1);
        after.Settle();
        using var again = after.Restart();
        Assert.Equal(new LogIndex(4), Assert.Single(again.Storage.Lost).First);
        Assert.Equal(10, again.Recovered().Entries.Count);
    }

    [Fact]
    public void A_group_of_one_has_nobody_to_ask()
    {
        using var before = new StorageHarness(options: Options);
        before.Storage.Found(Home, Membership.OfVoters(1));
        Fill(before, 1, 5);
        var disk = before.Disk.AfterKill();
        Spoil(disk, 3);
        Assert.Throws<LogDamagedException>(() => new StorageHarness(disk, Options));
    }

    [Fact]
    public void A_log_that_is_alone_now_has_nobody_to_ask_whoever_founded_it()
    {
        using var before = Written(3);
        before.Add(new Append(before.NextId(), [new Entry(new LogIndex(4), new Term(1), EntryKind.Membership, default, Membership.OfVoters(1))], null));
        before.Settle();
        var disk = before.Disk.AfterKill();
        Spoil(disk, 2);
        Assert.Throws<LogDamagedException>(() => new StorageHarness(disk, Options));
    }

    [Fact]
    public void A_vote_that_rots_cannot_be_asked_for()
    {
        using var before = Written(3);
        before.Vote(77, 0x4242424242);
        before.Settle();
        var disk = before.Disk.AfterKill();
        var name = disk.List("wal")[0];
        disk.Flip(name, disk.Content(name).AsSpan().IndexOf(BitConverter.GetBytes(0x4242424242)), 1);
        var damage = Assert.Throws<LogDamagedException>(() => new StorageHarness(disk, Options));
        Assert.Contains("Vote", damage.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(300)]
    public void No_bit_that_turns_makes_the_log_look_shorter_or_another_one(long checkpointBytes)
    {
        using var whole = Written(20, Options with { CheckpointBytes = checkpointBytes });
        using var wanted = new StorageHarness(whole.Disk.AfterKill(), Options);
        var asked = 0;
        foreach (var name in whole.Disk.List("wal"))
        {
            var used = whole.Disk.Content(name).AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
            for (var at = 0; at < used; at++)
            {
                var disk = whole.Disk.AfterKill();
                disk.Flip(name, at, at % 8);
                if (TryOpen(disk) is not { } found) continue;
                using (found)
                {
                    Assert.True(LostModel.IsHoled(wanted.Recovered(), found.Recovered(), found.Storage.Lost, Home), $"a bit that turned at {name}:{at}");
                    asked += found.Storage.Lost.Count;
                }
            }
        }

        Assert.True(asked > 1000);
    }

    [Fact]
    public void An_old_segment_stays_until_what_was_lost_in_it_is_written_anew()
    {
        var (idle, options) = (new GroupId(8), Options with { CrowdedSegments = 3 });
        using var before = new StorageHarness(options: options).Founded();
        before.Storage.Found(idle, Members);
        before.Append(1, 1, size: 200, group: idle);
        before.Settle();
        var disk = before.Disk.AfterKill();
        var oldest = Spoil(disk, 1, size: 200);
        using var after = new StorageHarness(disk, options);
        Grow(after, 1);
        Assert.Contains(oldest, after.Disk.List("wal"));
        Assert.Null(after.Reason);
        after.Append(1, 1, size: 200, group: idle);
        Grow(after, 101);
        Assert.DoesNotContain(oldest, after.Disk.List("wal"));
        using var again = after.Restart();
        Assert.Empty(again.Storage.Lost);
        Assert.Single(again.Recovered(idle).Entries);
    }

    [Fact]
    public void A_snapshot_whose_last_entry_is_lost_is_used_if_the_terms_around_it_allow_it()
    {
        using var before = Written(9);
        before.Vote(1, 2);
        before.Storage.TakeSnapshot(Home, Description(4), new PatternContent(1, 10));
        before.Settle();
        var disk = before.Disk.AfterKill();
        Spoil(disk, 4);
        using (var after = new StorageHarness(disk.AfterKill(), Options)) Assert.Equal(new LogIndex(4), after.Recovered().Snapshot!.Index);

        using var other = Written(9);
        other.Vote(3, 2);
        other.Storage.TakeSnapshot(Home, Description(4, term: 2), new PatternContent(1, 10));
        other.Settle();
        var disagreeing = other.Disk.AfterKill();
        Spoil(disagreeing, 4);
        using var without = new StorageHarness(disagreeing, Options);
        Assert.Null(without.Recovered().Snapshot);
    }

    private static StorageHarness Written(int entries, StorageOptions? options = null)
    {
        var storage = new StorageHarness(options: options ?? Options).Founded();
        Fill(storage, 1, entries);
        return storage;
    }

    private static void Fill(StorageHarness storage, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            storage.Append(first + i, 1, size: 100);
            storage.Settle();
        }
    }

    private static void Grow(StorageHarness storage, int first)
    {
        for (var i = 0; i < 100; i++)
        {
            storage.Append(first + i, 1, size: 300);
            storage.Settle();
            var position = new LogPosition(new LogIndex(first + i), new Term(1));
            storage.Storage.Add(Home, new CompactLog(new SnapshotDescription(position, Members)));
        }

        storage.Settle();
    }

    /// <summary>Turns a bit in the command of an entry; returns the file.</summary>
    private static string Spoil(MemoryDisk disk, long index, int size = 100)
    {
        foreach (var name in disk.List("wal"))
        {
            var at = disk.Content(name).AsSpan().IndexOf(Command(index, 1, size).Command.Span);
            if (at < 0) continue;
            disk.Flip(name, at + 50, 3);
            return name;
        }

        throw new InvalidOperationException($"entry {index} is not there");
    }

    private static StorageHarness? TryOpen(MemoryDisk disk)
    {
        try
        {
            return new StorageHarness(disk, Options);
        }
        catch (LogDamagedException)
        {
            return null;
        }
    }
}
