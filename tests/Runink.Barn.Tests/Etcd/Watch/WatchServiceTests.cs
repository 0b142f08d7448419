using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;
using WireRequest = Runink.Protocol.WatchRequest;

namespace Runink.Barn.Tests;

public sealed class WatchServiceTests(EtcdHostFixture fixture) : IClassFixture<EtcdHostFixture>
{
    private RpcChannel Channel => fixture.Channel;

    [Fact]
    public async Task A_watch_is_announced_and_then_told_of_every_change()
    {
        await using var watch = new WatchClient(Channel);
        var created = await watch.CreateAsync("follow/", "follow0");
        Assert.True(created.Created && !created.Canceled);
        var put = await Channel.PutAsync("follow/a", "1");
        await Channel.DeleteAsync("follow/a");
        var first = await watch.NextAsync();
        var second = first.Events.Count == 2 ? null : await watch.NextAsync();
        Event[] events = [.. first.Events, .. second?.Events ?? []];
        Assert.Equal([Event.Types.EventType.Put, Event.Types.EventType.Delete], events.Select(one => one.Type));
        Assert.Equal((put.Header.Revision, put.Header.Revision + 1), (events[0].Kv.ModRevision, events[1].Kv.ModRevision));
        Assert.Equal((0L, 0L, ""), (events[1].Kv.Version, events[1].Kv.CreateRevision, events[1].Kv.Value.ToStringUtf8()));
    }

    [Fact]
    public async Task A_watch_from_the_past_is_told_it_again_with_what_was_before()
    {
        var put = await Channel.PutAsync("past/a", "1");
        await Channel.PutAsync("past/a", "2");
        await using var watch = new WatchClient(Channel);
        await watch.CreateAsync(new WatchCreateRequest { Key = Utf8("past/a"), StartRevision = put.Header.Revision, PrevKv = true });
        var told = await watch.NextAsync();
        Assert.Equal(["1", "2"], told.Events.Select(one => one.Kv.Value.ToStringUtf8()));
        Assert.Equal((null, "1"), (told.Events[0].PrevKv?.Value.ToStringUtf8(), told.Events[1].PrevKv.Value.ToStringUtf8()));
    }

    [Fact]
    public async Task Clients_choose_ids_and_are_told_when_one_is_taken()
    {
        await using var watch = new WatchClient(Channel);
        Assert.Equal(7, (await watch.CreateAsync(new WatchCreateRequest { Key = Utf8("ids"), WatchId = 7 })).WatchId);
        var again = await watch.CreateAsync(new WatchCreateRequest { Key = Utf8("ids"), WatchId = 7 });
        Assert.True(again.Created && again.Canceled);
        Assert.Equal((-1L, "mvcc: duplicate watch ID provided on the WatchStream"), (again.WatchId, again.CancelReason));
        var empty = await watch.CreateAsync("b", "a");
        Assert.Equal((-1L, true, "mvcc: watcher range is empty"), (empty.WatchId, empty.Canceled, empty.CancelReason));
    }

    [Fact]
    public async Task A_watch_that_was_cancelled_says_so_and_is_silent_afterwards()
    {
        await using var watch = new WatchClient(Channel);
        var id = (await watch.CreateAsync("cancel/a")).WatchId;
        await watch.SendAsync(new WireRequest { CancelRequest = new WatchCancelRequest { WatchId = id } });
        var cancelled = await watch.NextAsync();
        Assert.Equal((id, true, false), (cancelled.WatchId, cancelled.Canceled, cancelled.Created));
        await Channel.PutAsync("cancel/a", "1");
        var other = await watch.CreateAsync("cancel/b");
        Assert.True(other.Created);
        await Channel.PutAsync("cancel/b", "1");
        Assert.Equal("cancel/b", (await watch.NextAsync()).Events[0].Kv.Key.ToStringUtf8());
    }

    [Fact]
    public async Task Filters_leave_out_puts_or_deletes()
    {
        await using var watch = new WatchClient(Channel);
        await watch.CreateAsync(new WatchCreateRequest { Key = Utf8("filter/a"), Filters = { WatchCreateRequest.Types.FilterType.Noput } });
        await Channel.PutAsync("filter/a", "1");
        await Channel.DeleteAsync("filter/a");
        Assert.Equal(Event.Types.EventType.Delete, Assert.Single((await watch.NextAsync()).Events).Type);
    }

    [Fact]
    public async Task Progress_on_request_names_a_revision_of_which_everything_was_sent()
    {
        await using var watch = new WatchClient(Channel);
        await watch.CreateAsync("progress/a");
        var put = await Channel.PutAsync("progress/b", "nobody watches this");
        await watch.SendAsync(new WireRequest { ProgressRequest = new WatchProgressRequest() });
        var progress = await watch.NextAsync();
        Assert.Equal((-1L, 0), (progress.WatchId, progress.Events.Count));
        Assert.True(progress.Header.Revision >= put.Header.Revision);
    }

    [Fact]
    public async Task A_start_that_is_compacted_ends_the_watch_with_the_revision_that_is_left()
    {
        await using var host = await EtcdHost.StartAsync();
        var channel = host.Connect();
        for (var i = 0; i < 5; i++) await channel.PutAsync("compacted", $"{i}");
        await channel.CompactAsync(5);
        await using var watch = new WatchClient(channel);
        Assert.True((await watch.CreateAsync("compacted", from: 2)).Created);
        var ended = await watch.NextAsync();
        Assert.Equal((true, 5L), (ended.Canceled, ended.CompactRevision));
    }

    [Fact]
    public async Task A_start_in_the_future_waits()
    {
        await using var watch = new WatchClient(Channel);
        var now = (await Channel.PutAsync("future/a", "1")).Header.Revision;
        await watch.CreateAsync(new WatchCreateRequest { Key = Utf8("future/"), RangeEnd = Utf8("future0"), StartRevision = now + 40 });
        var last = now;
        while (last < now + 40) last = (await Channel.PutAsync("future/a", "2")).Header.Revision;
        Assert.Equal(now + 40, (await watch.NextAsync()).Events[0].Kv.ModRevision);
    }

    [Fact]
    public async Task A_large_revision_comes_in_fragments_when_the_client_asked_for_them()
    {
        await using var host = await EtcdHost.StartAsync(node => node with { MaxRequestBytes = 64 * 1024 });
        var channel = host.Connect();
        for (var i = 0; i < 40; i++) await channel.PutAsync(new PutRequest { Key = Utf8($"big/{i:d2}"), Value = ByteString.CopyFrom(new byte[60_000]) });
        var from = (await channel.GetAsync("big/00")).Header.Revision + 1;
        await channel.CallAsync<DeleteRangeRequest, DeleteRangeResponse>(
            EtcdCalls.Kv, "DeleteRange", new DeleteRangeRequest { Key = Utf8("big/"), RangeEnd = Utf8("big0") });
        foreach (var fragment in new[] { true, false })
        {
            await using var watch = new WatchClient(channel);
            await watch.CreateAsync(new WatchCreateRequest
            {
                Key = Utf8("big/"),
                RangeEnd = Utf8("big0"),
                StartRevision = from,
                PrevKv = true,
                Fragment = fragment,
            });
            List<WatchResponse> parts = [await watch.NextAsync()];
            while (parts[^1].Fragment) parts.Add(await watch.NextAsync());
            Assert.Equal(40, parts.Sum(part => part.Events.Count));
            Assert.Equal(fragment, parts.Count > 1);
            if (fragment) Assert.All(parts, part => Assert.True(part.CalculateSize() < 64 * 1024 + 512 * 1024));
        }
    }

    [Fact]
    public async Task Notices_come_by_themselves_to_those_who_want_them()
    {
        var time = new HandTime();
        await using var host = await EtcdHost.StartAsync(time: time);
        await using var watch = new WatchClient(host.Connect());
        var id = (await watch.CreateAsync(new WatchCreateRequest { Key = Utf8("quiet"), ProgressNotify = true })).WatchId;
        // One interval, and the tenth by which streams are spread.
        time.Pass(TimeSpan.FromMinutes(11));
        var notice = await watch.NextAsync();
        Assert.Equal((id, 0, 1L), (notice.WatchId, notice.Events.Count, notice.Header.Revision));
    }

    [Fact]
    public async Task A_client_that_has_said_all_is_still_told()
    {
        await using var watch = new WatchClient(Channel);
        await watch.CreateAsync("half/a");
        await watch.CompleteAsync();
        await Channel.PutAsync("half/a", "1");
        Assert.Equal("half/a", (await watch.NextAsync()).Events[0].Kv.Key.ToStringUtf8());
    }

    [Fact]
    public async Task A_stream_whose_server_fails_ends_while_its_client_still_listens()
    {
        await using var host = await EtcdHost.StartAsync(time: new TimeWithoutTimers());
        await using var watch = new WatchClient(host.Connect());
        await watch.SendAsync(new WireRequest { CreateRequest = new WatchCreateRequest { Key = Utf8("a"), ProgressNotify = true } });
        var failed = await Assert.ThrowsAsync<RpcException>(watch.NextAsync);
        Assert.Equal(RpcCode.Unknown, failed.Code);
    }

    private sealed class TimeWithoutTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            throw new InvalidOperationException("no timers here");
    }

    [Fact]
    public async Task Watches_of_all_streams_and_groups_take_no_more_than_they_may()
    {
        await using var host = await EtcdHost.StartAsync(api: options => options with { MaxWatchBytes = 1100 });
        var channel = host.Connect();
        await channel.AddGroupAsync("team");
        await using var one = new WatchClient(channel);
        var watch = new WatchClient(channel, group: "team");
        var first = await one.CreateAsync("a");
        Assert.False(first.Canceled);
        Assert.False((await watch.CreateAsync("a")).Canceled);
        var refused = await one.CreateAsync("b");
        Assert.Equal((true, KvErrors.TooManyRequests.Message), (refused.Canceled, refused.CancelReason));
        await one.SendAsync(new() { CancelRequest = new() { WatchId = first.WatchId } });
        Assert.True((await one.NextAsync()).Canceled);
        Assert.False((await one.CreateAsync("b")).Canceled);
        // A client that goes gives back what it took.
        await watch.DisposeAsync();
        var again = await one.CreateAsync("c");
        for (var tries = 0; again.Canceled && tries < 1000; tries++) again = await one.CreateAsync("c");
        Assert.False(again.Canceled);
    }
}
