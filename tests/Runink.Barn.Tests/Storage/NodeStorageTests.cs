using Runink.Raft;
using static Runink.Barn.Tests.StorageHarness;

namespace Runink.Barn.Tests;

public sealed class NodeStorageTests
{
    [Fact]
    public void An_empty_disk_knows_no_group()
    {
        using var storage = new StorageHarness();

        Assert.Empty(storage.Storage.Recovered);
        Assert.Empty(storage.Disk.List("wal"));
    }

    [Fact]
    public void A_group_that_was_founded_starts_from_its_founding()
    {
        using var before = new StorageHarness().Founded();

        using var after = before.Restart();

        Assert.Equal(Members, after.Recovered().Base.Membership);
        Assert.Equal(LogIndex.Zero, after.Recovered().Base.Index);
        Assert.Empty(after.Recovered().Entries);
    }

    [Fact]
    public void However_many_groups_end_together_it_is_one_job()
    {
        using var before = new StorageHarness().Founded();
        for (var id = 8UL; id < 20; id++) before.Storage.Found(new GroupId(id), Members);
        before.Settle();

        before.Storage.End(before.Storage.Recovered.Keys.ToHashSet());
        Assert.Equal(0, before.Transfers.Waiting);
        before.Storage.End(Enumerable.Range(8, 12).Select(id => new GroupId((ulong)id)).ToHashSet());
        Assert.Equal(1, before.Transfers.Waiting);
        before.Settle();

        using var after = before.Restart();
        Assert.Equal([Home], after.Storage.Recovered.Keys);
    }

    [Fact]
    public void Entries_votes_and_memberships_come_back_as_they_were()
    {
        using var before = new StorageHarness().Founded();
        var joint = new Membership(Roster.OfVoters(1, 2), Roster.OfVoters(1, 2, 3));
        Entry[] entries =
        [
            new(new LogIndex(1), new Term(3), EntryKind.Noop),
            Command(2, 3, 0),
            Command(3, 3, 1000),
            new(new LogIndex(4), new Term(4), EntryKind.Membership, default, joint),
        ];
        before.Vote(4, 2);
        before.Add(new Append(before.NextId(), entries, null));
        before.Settle();

        using var after = before.Restart();

        var recovered = after.Recovered();
        Assert.Equal((new Term(4), new NodeId(2)), (recovered.Term, recovered.VotedFor));
        Assert.Equal(entries.Select(entry => entry.ToString()), recovered.Entries.Select(entry => entry.ToString()));
        Assert.Equal(entries[2].Command.ToArray(), recovered.Entries[2].Command.ToArray());
        Assert.Equal(entries[3].Membership, recovered.Entries[3].Membership);
    }

    [Fact]
    public void Nothing_is_reported_before_it_is_synced()
    {
        using var storage = new StorageHarness().Founded();
        storage.Append(1, 3);
        storage.Storage.Flush();
        Assert.Equal(default, storage.CompletedOf(Home));

        var tell = storage.Log.RunWithoutTelling();
        Assert.Equal(default, storage.CompletedOf(Home));
        tell();

        Assert.Equal(new WriteId(1), storage.CompletedOf(Home));
    }

    [Fact]
    public void What_comes_while_a_batch_is_under_way_leaves_together_with_one_sync()
    {
        using var storage = new StorageHarness().Founded();
        storage.Append(1, 1);
        storage.Storage.Flush();
        for (var i = 2; i < 50; i++)
        {
            storage.Append(i, 1);
            storage.Storage.Flush();
        }

        var syncs = 0;
        storage.Disk.Syncing = _ => syncs++;
        storage.Log.RunAll();

        Assert.Equal(2, syncs);
        Assert.Equal(["completed 7 1", "completed 7 49"], storage.Told);
    }

    [Fact]
    public void A_truncation_takes_the_end_of_the_log_with_it()
    {
        using var before = new StorageHarness().Founded();
        before.Append(1, 10, term: 1);
        before.Append(6, 2, term: 2, truncates: true);
        before.Settle();

        using var after = before.Restart();

        Assert.Equal([1, 1, 1, 1, 1, 2, 2], after.Recovered().Entries.Select(entry => entry.Term.Value));
    }

    [Fact]
    public void An_entry_is_replaced_in_place_when_nothing_is_to_be_cut()
    {
        using var before = new StorageHarness().Founded();
        before.Append(1, 5, size: 10);
        before.Add(new Append(before.NextId(), [Command(3, 1, 77)], null));
        before.Settle();

        using var after = before.Restart();

        Assert.Equal([10, 10, 77, 10, 10], after.Recovered().Entries.Select(entry => entry.Command.Length));
    }

    [Fact]
    public void A_compacted_log_begins_after_its_base()
    {
        using var before = new StorageHarness().Founded();
        before.Append(1, 10);
        Assert.True(before.Storage.Add(Home, new CompactLog(Description(4))));
        before.Vote(2, 1);
        before.Settle();

        using var after = before.Restart();

        Assert.Equal(Description(4), after.Recovered().Base);
        Assert.Equal([5, 6, 7, 8, 9, 10], after.Recovered().Entries.Select(entry => entry.Index.Value));
    }

    [Fact]
    public void Effects_that_are_not_for_storage_are_left_to_the_host()
    {
        using var storage = new StorageHarness().Founded();

        Assert.False(storage.Storage.Add(Home, new TakeSnapshot()));
        Assert.Equal(0, storage.Log.Waiting);
    }

    [Fact]
    public void A_group_that_was_not_founded_cannot_write()
    {
        using var storage = new StorageHarness();

        Assert.Throws<InvalidOperationException>(() => storage.Vote(1, 1));
    }

    [Fact]
    public void Groups_share_the_log_and_do_not_see_each_other()
    {
        using var before = new StorageHarness().Founded();
        var other = new GroupId(3);
        before.Storage.Found(other, Membership.OfVoters(9));
        before.Append(1, 2, term: 5);
        before.Append(1, 3, term: 6, group: other);
        before.Vote(6, 9, other);
        before.Settle();

        using var after = before.Restart();

        Assert.Equal([other, Home], after.Storage.Recovered.Keys);
        Assert.Equal(2, after.Recovered().Entries.Count);
        Assert.Equal(3, after.Recovered(other).Entries.Count);
        Assert.Equal(new Term(6), after.Recovered(other).Term);
        Assert.Equal(Term.Zero, after.Recovered().Term);
    }

    [Fact]
    public void A_failed_sync_is_final()
    {
        using var storage = new StorageHarness().Founded();
        storage.Disk.Syncing = _ => throw new IOException("input/output error");
        storage.Append(1, 1);
        storage.Storage.Flush();
        storage.Append(2, 1);
        storage.Log.RunAll();
        storage.Disk.Syncing = null;

        Assert.Equal(["failed: input/output error"], storage.Told);
        var refused = Assert.Throws<StorageFailedException>(() => storage.Append(3, 1));
        Assert.Contains("input/output error", refused.Message, StringComparison.Ordinal);
        Assert.Throws<StorageFailedException>(storage.Storage.Flush);
        Assert.Equal(0, storage.Log.Waiting);
    }

    [Fact]
    public void A_process_that_dies_alone_loses_nothing_that_it_wrote_and_it_is_made_durable_before_use()
    {
        using var before = new StorageHarness().Founded();
        before.Append(1, 3);
        before.Storage.Flush();
        before.Disk.Syncing = _ => throw new IOException("killed before the sync");
        before.Log.RunOne();

        var disk = before.Disk.AfterKill();
        var synced = new List<string>();
        disk.Syncing = synced.Add;
        using var after = new StorageHarness(disk, before.Options);

        Assert.Equal(3, after.Recovered().Entries.Count);
        Assert.Contains("wal/0000000000000001.log", synced);
    }
}
