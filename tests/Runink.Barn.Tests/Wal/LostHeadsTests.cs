using Runink.Raft;
using static Runink.Barn.Tests.StorageHarness;

namespace Runink.Barn.Tests;

/// <summary>
/// Where the head of a batch or of a record rots, nobody can tell what was there: votes and cuts may have been. Behind it the log can be
/// relied on from the next checkpoints on, which say all that the lost piece could have changed but the entries themselves.
/// </summary>
public sealed class LostHeadsTests
{
    private static readonly StorageOptions Options =
        new() { SegmentBytes = 1 << 20, CheckpointBytes = 1000, Salt = 0x1122334455667788, AsksOthersForLost = true };

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(FrameHeader.Size + 8)]
    [InlineData(FrameHeader.Size + 32)]
    public void Behind_a_head_that_rots_all_that_was_written_before_is_asked_for_and_the_rest_is_there(int at)
    {
        using var before = Written(20);
        var disk = before.Disk.AfterKill();
        var (file, offset) = Spoil(disk, 3, at);
        using var after = new StorageHarness(disk, Options);
        var entries = after.Recovered().Entries;
        Assert.Equal(Enumerable.Range(1, 20), entries.Select(entry => (int)entry.Index.Value));
        var lost = Assert.Single(after.Storage.Lost);
        Assert.Equal((file, Home, new LogIndex(1)), (lost.File, lost.Group, lost.First));
        Assert.InRange(lost.Offset, offset, offset + FrameHeader.Size);
        Assert.InRange(lost.Last.Value, 3, 15);
        Assert.All(entries, entry => Assert.Equal(entry.Index <= lost.Last, entry.Kind == EntryKind.Rotten));
    }

    [Fact]
    public void A_vote_in_what_is_lost_is_not_forgotten()
    {
        using var before = Written(3);
        before.Vote(77, 2);
        before.Append(4, 1, size: 100);
        before.Settle();
        Fill(before, 5, 20);
        var disk = before.Disk.AfterKill();
        Spoil(disk, 4, -StateRecords.VoteSize - RecordHeader.Size);
        using var after = new StorageHarness(disk, Options);
        Assert.Equal((new Term(77), new NodeId(2)), (after.Recovered().Term, after.Recovered().VotedFor));
        Assert.True(after.Storage.Lost[0].Last >= new LogIndex(4));
    }

    [Fact]
    public void Entries_that_were_replaced_in_what_is_lost_do_not_come_back()
    {
        using var before = Written(3);
        before.Append(2, 1, term: 2, size: 100, truncates: true);
        before.Settle();
        Fill(before, 3, 20, term: 2);
        var disk = before.Disk.AfterKill();
        Spoil(disk, 2, FrameHeader.Size + 8, term: 2);
        using var after = new StorageHarness(disk, Options);
        Assert.All(after.Recovered().Entries.Take(2), entry => Assert.Equal(EntryKind.Rotten, entry.Kind));
        Assert.DoesNotContain(after.Recovered().Entries, entry => entry.Term == new Term(1));
    }

    [Fact]
    public void Where_no_checkpoints_follow_a_lost_head_stops_the_node()
    {
        using var before = Written(20);
        var disk = before.Disk.AfterKill();
        Spoil(disk, 19, 0);
        Assert.Throws<LogDamagedException>(() => new StorageHarness(disk, Options));
    }

    [Fact]
    public void A_group_of_one_has_nobody_to_ask()
    {
        using var before = new StorageHarness(options: Options);
        before.Storage.Found(Home, Membership.OfVoters(1));
        Fill(before, 1, 20);
        var disk = before.Disk.AfterKill();
        Spoil(disk, 3, 0);
        Assert.Throws<LogDamagedException>(() => new StorageHarness(disk, Options));
    }

    [Fact]
    public void What_others_gave_back_is_there_at_the_next_start_and_nothing_is_lost_any_more()
    {
        using var before = Written(20);
        var disk = before.Disk.AfterKill();
        Spoil(disk, 3, 0);
        using var after = new StorageHarness(disk, Options);
        using var undone = after.Restart();
        Assert.Equal(after.Storage.Lost, undone.Storage.Lost);
        Fill(after, 1, (int)after.Storage.Lost[0].Last.Value);
        Fill(after, 21, 20);
        using var again = after.Restart();
        Assert.Empty(again.Storage.Lost);
        Assert.Equal(Enumerable.Range(1, 40), again.Recovered().Entries.Select(entry => (int)entry.Index.Value));
        Assert.DoesNotContain(again.Recovered().Entries, entry => entry.Kind == EntryKind.Rotten);
    }

    [Fact]
    public void The_segments_before_stay_until_all_is_written_anew_though_the_damage_may_go_by_itself()
    {
        var options = Options with { SegmentBytes = 4096 };
        using var before = new StorageHarness(options: options).Founded();
        Fill(before, 1, 60);
        var disk = before.Disk.AfterKill();
        var oldest = disk.List("wal")[0];
        var (file, offset) = Spoil(disk, 40, 0);
        using var after = new StorageHarness(disk, options);
        Fill(after, 61, 60);
        Assert.Contains(oldest, after.Disk.List("wal"));
        var mended = after.Disk.AfterKill();
        mended.Flip(file, offset, 3);
        using var again = new StorageHarness(mended, options);
        Assert.Empty(again.Storage.Lost);
        Assert.Equal(120, again.Recovered().Entries.Count);
    }

    [Fact]
    public void A_piece_of_this_very_log_in_a_value_is_not_where_it_goes_on()
    {
        using var before = Written(20);
        var written = before.Disk.Content(before.Disk.List("wal")[0]);
        var mark = written.AsSpan().LastIndexOf(BitConverter.GetBytes(Options.Salt));
        var piece = written[SegmentHeader.Size..mark];
        before.Add(new Append(before.NextId(), [new Entry(new LogIndex(21), new Term(1), EntryKind.Command, piece)], null));
        before.Settle();
        // The mark behind the last batch, which would tell, goes with the power.
        var disk = before.Disk.AfterCrash(Crash.LosesAll);
        var name = disk.List("wal")[0];
        disk.Flip(name, disk.Content(name).AsSpan().LastIndexOf(piece) - EntryCodec.HeadSize - RecordHeader.Size + 8, 1);
        Assert.Throws<LogDamagedException>(() => new StorageHarness(disk, Options));
    }

    private static StorageHarness Written(int entries)
    {
        var storage = new StorageHarness(options: Options).Founded();
        Fill(storage, 1, entries);
        return storage;
    }

    private static void Fill(StorageHarness storage, int first, int count, long term = 1)
    {
        for (var i = 0; i < count; i++)
        {
            storage.Append(first + i, 1, term, size: 100);
            storage.Settle();
        }
    }

    /// <summary>Turns a bit in the batch of an entry that is alone in it, so far from the batch's beginning; returns where.</summary>
    private static (string File, int Offset) Spoil(MemoryDisk disk, long index, int at, long term = 1)
    {
        const int heads = FrameHeader.Size + RecordHeader.Size + EntryCodec.HeadSize;
        foreach (var name in disk.List("wal"))
        {
            var found = disk.Content(name).AsSpan().IndexOf(Command(index, term, 100).Command.Span);
            if (found < 0) continue;
            disk.Flip(name, found - heads + at, 3);
            return (name, found - heads);
        }

        throw new InvalidOperationException($"entry {index} is not there");
    }
}
