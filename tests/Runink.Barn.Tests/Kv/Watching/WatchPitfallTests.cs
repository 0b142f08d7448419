using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Watching;

/// <summary>What watches of etcd got wrong at one time or another: each pitfall by name.</summary>
public sealed class WatchPitfallTests
{
    private readonly WatchBench _w = new();

    private Bench Kv => _w.Kv;

    [Fact]
    public void Pitfall_1_events_of_one_revision_are_never_split()
    {
        var watcher = _w.Watch("a", "z");
        Kv.Txn([], [Put("a", "1"), Put("b", "1"), Put("c", "1")]);
        Kv.Put("d", "1");
        _w.Publish();
        var first = _w.Hub.Pull(watcher, 1);
        Assert.Equal(["+a=1@2", "+b=1@2", "+c=1@2"], first.Events.Select(WatchBench.Tell));
        Assert.True(first.HasMore);
        Assert.Equal("+d=1@3", _w.Pull(watcher));
    }

    [Fact]
    public void Pitfall_2_nothing_is_skipped_or_repeated_between_catching_up_and_following()
    {
        for (var i = 0; i < 5; i++) Kv.Put("a", $"{i}");
        _w.Publish();
        var watcher = _w.Watch("a", start: 3);
        Kv.Put("a", "5");
        var first = _w.Hub.Pull(watcher, 1);
        _w.Publish();
        Kv.Put("a", "6");
        _w.Publish();
        Assert.Equal("+a=1@3", string.Join(' ', first.Events.Select(WatchBench.Tell)));
        Assert.Equal("+a=2@4 +a=3@5 +a=4@6 +a=5@7 +a=6@8", _w.Pull(watcher, 1));
        Assert.Equal("", _w.Pull(watcher));
    }

    [Fact]
    public void Pitfall_3_progress_names_no_revision_whose_events_were_not_handed_over()
    {
        var idle = _w.Watch("x");
        var watcher = _w.Watch("a");
        Kv.Put("b", "1");
        Kv.Put("a", "1");
        Kv.Put("a", "2");
        _w.Publish();
        Assert.Equal(4, _w.Hub.ProgressRevision(idle));
        Assert.Equal(2, _w.Hub.ProgressRevision(watcher));
        _w.Hub.Pull(watcher, 1);
        Assert.Equal(3, _w.Hub.ProgressRevision(watcher));
        _w.Pull(watcher);
        Assert.Equal(4, _w.Hub.ProgressRevision(watcher));
    }

    [Fact]
    public void Pitfall_4_a_watch_resumed_behind_what_was_seen_does_not_go_back_in_time()
    {
        var watcher = _w.Watch("a");
        Kv.Put("a", "1");
        Kv.Put("a", "2");
        _w.Publish();
        Assert.Equal("+a=1@2 +a=2@3", _w.Pull(watcher));
        _w.Stream.Close();
        Kv.Put("a", "3");
        _w.Publish();
        Assert.Equal("+a=3@4", _w.Pull(_w.Watch("a", start: 4)));
    }

    [Fact]
    public void Pitfall_5_a_start_below_the_floor_is_told_the_compact_revision()
    {
        for (var i = 0; i < 5; i++) Kv.Put("a", $"{i}");
        Kv.Apply(new CompactCommand(4));
        _w.Publish();
        Assert.Equal("compacted@4", _w.Pull(_w.Watch("a", start: 3)));
        Assert.Equal("+a=2@4 +a=3@5 +a=4@6", _w.Pull(_w.Watch("a", start: 4)));
    }

    [Fact]
    public void Pitfall_6_a_start_in_the_future_waits_and_replays_nothing()
    {
        Kv.Put("a", "1");
        _w.Publish();
        var watcher = _w.Watch("a", start: 5);
        Kv.Put("a", "2");
        Kv.Put("a", "3");
        _w.Publish();
        Assert.Equal((0, ""), (_w.Signals, _w.Pull(watcher)));
        Assert.Equal(4, _w.Hub.ProgressRevision(watcher));
        Kv.Put("a", "4");
        _w.Publish();
        Assert.Equal((1, "+a=4@5"), (_w.Signals, _w.Pull(watcher)));
    }

    [Fact]
    public void Pitfall_7_a_tombstone_at_the_compact_revision_is_still_handed_over()
    {
        Kv.Put("a", "1");
        Kv.Delete("a");
        Kv.Put("b", "1");
        Kv.Apply(new CompactCommand(3));
        Kv.SweepAll();
        _w.Publish();
        Assert.Equal("-a@3 +b=1@4", _w.Pull(_w.Watch("a", "z", start: 3)));
    }

    [Fact]
    public void Pitfall_7_and_also_after_the_state_went_through_a_snapshot()
    {
        Kv.Put("a", "1");
        Kv.Delete("a");
        Kv.Put("b", "1");
        Kv.Apply(new CompactCommand(3));
        var snapshot = new MemoryStream();
        KvSnapshot.Write(Kv.View, snapshot);
        snapshot.Position = 0;
        Kv.Machine = KvMachine.Restore(snapshot);
        _w.Publish();
        Assert.Equal("-a@3 +b=1@4", _w.Pull(_w.Watch("a", "z", start: 3)));
    }

    [Fact]
    public void Pitfall_8_what_the_key_was_and_whether_it_was_created_are_of_that_revision()
    {
        Kv.Put("a", "1");
        Kv.Put("a", "2");
        Kv.Delete("a");
        Kv.Put("a", "3");
        _w.Publish();
        var watcher = _w.Watch(new(B("a")) { StartRevision = 2, PrevKv = true });
        var events = _w.Hub.Pull(watcher, int.MaxValue).Events;
        Assert.Equal(["+a=1@2", "+a=2@3(1)", "-a@4(2)", "+a=3@5"], events.Select(WatchBench.Tell));
        Assert.Equal([true, false, false, true], events.Select(e => e.Version.IsCreate));
    }

    [Fact]
    public void Pitfall_9_filters_leave_events_out_and_progress_goes_on()
    {
        var puts = _w.Watch(new(B("a")) { NoDelete = true });
        var deletes = _w.Watch(new(B("a")) { NoPut = true });
        Kv.Put("a", "1");
        Kv.Delete("a");
        Kv.Put("a", "2");
        _w.Publish();
        Assert.Equal(("+a=1@2 +a=2@4", "-a@3"), (_w.Pull(puts), _w.Pull(deletes)));
        Assert.Equal((4, 4), (_w.Hub.ProgressRevision(puts), _w.Hub.ProgressRevision(deletes)));
    }

    [Fact]
    public void Pitfall_10_ids_are_the_clients_or_given_and_never_twice_in_a_stream()
    {
        Assert.Equal(0, _w.Watch("a").Id);
        Assert.Equal(1, _w.Watch(new(B("a")) { WatchId = 1 }).Id);
        Assert.Equal(2, _w.Watch("a").Id);
        Assert.Same(KvErrors.WatchDuplicateId, _w.Stream.Watch(new(B("a")) { WatchId = 2 }).Error);
        Assert.Equal("mvcc: duplicate watch ID provided on the WatchStream", KvErrors.WatchDuplicateId.Message);
        Assert.True(_w.Stream.Cancel(2));
        Assert.Equal(2, _w.Watch(new(B("a")) { WatchId = 2 }).Id);
        Assert.Equal(2, _w.Hub.OpenStream(() => { }).Watch(new(B("a")) { WatchId = 2 }).Watcher!.Id);
    }

    [Fact]
    public void Pitfall_11_a_slow_watcher_buffers_nothing_and_misses_nothing()
    {
        var watcher = _w.Watch("a");
        for (var i = 0; i < 3_000; i++)
        {
            Kv.Put("a", $"{i}");
            _w.Publish();
        }
        Assert.Equal(1, _w.Signals);
        Assert.Equal(3_000, _w.Pull(watcher, 100).Split(' ').Length);
    }

    [Fact]
    public void Pitfall_11_and_is_told_when_a_compaction_overtook_it()
    {
        var watcher = _w.Watch("a");
        for (var i = 0; i < 10; i++) Kv.Put("a", $"{i}");
        _w.Publish();
        Kv.Apply(new CompactCommand(8));
        Kv.SweepAll();
        _w.Publish();
        Assert.Equal("compacted@8", _w.Pull(watcher));
        Kv.Put("a", "again");
        _w.Publish();
        Assert.Equal("", _w.Pull(watcher));
    }

    [Fact]
    public void Pitfall_11_and_is_not_when_it_is_being_handed_all_that_a_snapshot_lacks()
    {
        var watcher = _w.Watch("a");
        for (var i = 2; i <= 20; i++) Kv.Put("a", $"{i}");
        _w.Publish();
        Assert.Null(_w.Hub.Begin(watcher, out var before));
        Kv.Put("a", "21");
        Kv.Apply(new CompactCommand(15));
        var snapshot = new MemoryStream();
        KvSnapshot.Write(Kv.View, snapshot);
        snapshot.Position = 0;
        Kv.Machine = KvMachine.Restore(snapshot);
        _w.Publish();
        var reader = new WatchReader(watcher, before);
        Assert.Equal(19, _w.Hub.Finish(watcher, before, reader, reader.Read(watcher.Next, int.MaxValue)).Events.Count);
        Assert.Equal("+a=21@21", _w.Pull(watcher));
    }

    [Fact]
    public void Pitfall_12_a_batch_comes_with_the_permissions_of_its_time()
    {
        foreach (var command in AuthScenario.Commands) Assert.Null(Kv.Error(command));
        _w.Publish();
        var watcher = _w.Watch("a");
        Kv.User = KvAuth.Root;
        Kv.Put("a", "1");
        _w.Publish();
        var before = _w.Hub.Pull(watcher, 100).View.Auth;
        Assert.Null(before.CheckRead("alice", before.Revision, "a"u8, default));
        Kv.Apply(new RoleRevokePermissionCommand("reader", B("a"), B("c")));
        Kv.Put("a", "2");
        _w.Publish();
        var after = _w.Hub.Pull(watcher, 100).View.Auth;
        Assert.Same(KvErrors.PermissionDenied, after.CheckRead("alice", after.Revision, "a"u8, default));
    }

    private static PutCommand Put(string key, string value) => new(B(key), B(value));
}
