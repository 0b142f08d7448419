using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;
using Runink.Store;

namespace Runink.Barn.Client.Tests.Watches;

/// <summary>What a watch asks for when its stream breaks, told by a server that breaks it at a given point.</summary>
public sealed class WatchResumeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broken_watch_goes_on_after_the_last_change_it_reported()
    {
        var asked = new List<long>();
        await using var server = await ServeAsync(async (request, turn, responses, _) =>
        {
            asked.Add(request.StartRevision);
            if (turn == 0)
            {
                await responses.WriteAsync(Events(isFragment: false, "4a", "5a"));
                throw new RpcException(RpcCode.Unavailable, "etcdserver: server stopped");
            }

            await responses.WriteAsync(Events(isFragment: false, "5a", "6a"));
        });
        Assert.Equal(["4:a", "5:a", "6:a"], await TakeAsync(server, 4, 3));
        Assert.Equal([3, 5], asked);
    }

    [Fact]
    public async Task A_watch_that_breaks_within_a_revision_reports_it_once_and_whole()
    {
        await using var server = await ServeAsync(async (_, turn, responses, _) =>
        {
            await responses.WriteAsync(Events(isFragment: true, "4a", "5a"));
            if (turn == 0) throw new RpcException(RpcCode.Internal, "stream broken");
            await responses.WriteAsync(Events(isFragment: false, "5b"));
        });
        Assert.Equal(["4:a", "5:a,b"], await TakeAsync(server, 4, 2));
    }

    [Fact]
    public async Task A_quiet_watch_goes_on_from_where_the_server_said_it_stands()
    {
        var asked = new List<long>();
        await using var server = await ServeAsync(async (request, turn, responses, _) =>
        {
            asked.Add(request.StartRevision);
            if (turn > 0) await responses.WriteAsync(new WatchResponse { Canceled = true, CompactRevision = 95 });
            await responses.WriteAsync(new WatchResponse { Header = new() { Revision = 90 } });
            throw new RpcException(RpcCode.Unavailable, "gone");
        });
        await Assert.ThrowsAsync<StoreCompactedException>(() => TakeAsync(server, 4, 1));
        Assert.Equal([3, 90], asked);
    }

    [Fact]
    public async Task A_compaction_during_the_break_is_told()
    {
        await using var server = await ServeAsync(async (_, turn, responses, _) =>
        {
            if (turn > 0) await responses.WriteAsync(new WatchResponse { Canceled = true, CompactRevision = 8 });
            await responses.WriteAsync(Events(isFragment: false, "4a"));
            throw new RpcException(RpcCode.Unavailable, "gone");
        });
        await using var store = Open(server);
        await using var watch = store.WatchAsync(KeyRange.All, 4, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await watch.MoveNextAsync());
        var error = await Assert.ThrowsAsync<StoreCompactedException>(async () => await watch.MoveNextAsync());
        Assert.Equal((5, 8), (error.Requested, error.CompactRevision));
    }

    [Fact]
    public async Task A_watch_that_is_not_answered_is_opened_elsewhere()
    {
        using var silent = new SilentServer();
        await using var server = await ServeAsync((_, _, responses, _) => responses.WriteAsync(Events(isFragment: false, "4a")));
        await using var store = new BarnStore(new BarnStoreOptions
        {
            Endpoints = [silent.Address, server.Address],
            CallTimeout = TimeSpan.FromMilliseconds(200),
        });
        Assert.Equal(["4:a"], await TakeAsync(store, 4, 1));
    }

    [Fact]
    public async Task A_watch_without_a_server_gives_up_when_its_patience_ends()
    {
        var time = new HastyTime();
        await using var store = new BarnStore(
            new BarnStoreOptions { Endpoints = [new Uri($"http://127.0.0.1:{FreePort.Take()}")], Clock = time, Seed = 1 });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => TakeAsync(store, 4, 1));
        Assert.InRange(time.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait).TotalMinutes, 4.9, 5);
    }

    [Fact]
    public async Task A_cancelled_watch_cancels_its_stream()
    {
        var ended = new TaskCompletionSource();
        await using var server = await ServeAsync(async (_, _, responses, call) =>
        {
            call.CancellationToken.Register(() => ended.TrySetResult());
            await responses.WriteAsync(Events(isFragment: false, "4a"));
            await ended.Task;
        });
        Assert.Equal(["4:a"], await TakeAsync(server, 4, 1));
        await ended.Task.WaitAsync(Cancel);
    }

    private static async Task<ScriptedServer> ServeAsync(
        Func<WatchCreateRequest, int, RpcStreamWriter<WatchResponse>, RpcCall, ValueTask> serve) =>
        await ScriptedServer.StartAsync(ScriptedServer.Watch(async (request, turn, responses, call) =>
        {
            await responses.WriteAsync(new WatchResponse { Header = new() { Revision = 3 }, Created = true });
            await serve(request, turn, responses, call);
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
        }));

    private static WatchResponse Events(bool isFragment, params string[] events)
    {
        var response = new WatchResponse { Header = new() { Revision = 9 }, Fragment = isFragment };
        foreach (var text in events)
        {
            var entry = new Protocol.KeyValue { Key = ByteString.CopyFromUtf8(text[1..]), ModRevision = text[0] - '0' };
            response.Events.Add(new Event { Kv = entry });
        }

        return response;
    }

    private static BarnStore Open(ScriptedServer server) =>
        new(new BarnStoreOptions { Endpoints = [server.Address], Clock = new HastyTime() });

    private static async Task<List<string>> TakeAsync(ScriptedServer server, long from, int count)
    {
        await using var store = Open(server);
        return await TakeAsync(store, from, count);
    }

    private static async Task<List<string>> TakeAsync(BarnStore store, long from, int count)
    {
        var seen = new List<string>();
        await foreach (var change in store.WatchAsync(KeyRange.All, from, Cancel))
        {
            seen.Add($"{change.Revision}:{string.Join(',', change.Keys.Select(key => key.Entry.Key))}");
            if (seen.Count == count) break;
        }

        return seen;
    }
}
