using Runink.Rpc;
using Runink.Store;
using Wire = Runink.Protocol;

namespace Runink.Barn.Client.Tests.Calls;

public sealed class FailoverTests
{
    private static readonly RpcService Works = ScriptedServer.Kv(
        (_, _) => ValueTask.FromResult(new Wire.RangeResponse { Header = ScriptedServer.Header(7) }),
        (_, _) => ValueTask.FromResult(new Wire.PutResponse { Header = ScriptedServer.Header(8) }));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_that_certainly_did_not_happen_is_tried_at_the_next_endpoint()
    {
        await using var lost = await FailingAsync(new(RpcCode.Unavailable, "etcdserver: no leader"), out var calls);
        await using var works = await ScriptedServer.StartAsync(Works);
        await using var store = Open(lost.Address, works.Address);
        Assert.Equal(8, await store.PutAsync("k", default, 0, Cancel));
        Assert.Equal(1, calls.Count);
        await store.PutAsync("k", default, 0, Cancel);
        Assert.Equal(1, calls.Count);
    }

    [Theory]
    [InlineData(RpcCode.Unavailable, "etcdserver: request timed out")]
    [InlineData(RpcCode.DeadlineExceeded, "context deadline exceeded")]
    public async Task A_change_whose_answer_is_lost_is_not_tried_again_and_its_fate_is_said_to_be_unknown(
        RpcCode code, string message)
    {
        await using var lost = await FailingAsync(new(code, message), out var calls);
        await using var works = await ScriptedServer.StartAsync(Works);
        await using var store = Open(lost.Address, works.Address);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.PutAsync("k", default, 0, Cancel));
        Assert.Contains("unknown whether the change took effect", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, calls.Count);
    }

    [Fact]
    public async Task A_read_whose_answer_is_lost_is_tried_at_the_next_endpoint()
    {
        await using var lost = await FailingAsync(new(RpcCode.Unavailable, "etcdserver: request timed out"), out _);
        await using var works = await ScriptedServer.StartAsync(Works);
        await using var store = Open(lost.Address, works.Address);
        Assert.Equal(7, (await store.ListAsync("", Cancel)).Revision);
    }

    [Fact]
    public async Task An_endpoint_that_refuses_connections_is_passed_over_even_for_changes()
    {
        await using var works = await ScriptedServer.StartAsync(Works);
        await using var store = Open(Nobody(), works.Address);
        Assert.Equal(8, await store.PutAsync("k", default, 0, Cancel));
    }

    [Fact]
    public async Task When_nobody_answers_the_store_pauses_ever_longer_until_its_patience_ends()
    {
        var time = new HastyTime();
        await using var store = new BarnStore(new BarnStoreOptions { Endpoints = [Nobody(), Nobody()], Seed = 3, Clock = time });
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.PutAsync("k", default, 0, Cancel));
        Assert.StartsWith("no answer from the cluster at http://127.0.0.1:", error.Message, StringComparison.Ordinal);
        Assert.InRange(time.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait).TotalSeconds, 13, 15);
        Assert.InRange(time.Waits.Count, 8, 25);
        Assert.All(time.Waits, wait => Assert.InRange(wait.TotalSeconds, 0.025, 2));
        Assert.True(time.Waits[^1] > time.Waits[0] * 10);
    }

    [Fact]
    public async Task An_endpoint_that_hangs_costs_a_read_its_timeout_and_a_change_its_certainty()
    {
        using var silent = new SilentServer();
        await using var works = await ScriptedServer.StartAsync(Works);
        await using var store = Hasty(silent.Address, works.Address);
        await using var reader = Hasty(silent.Address, works.Address);
        // Both at once, as each takes as long as a call may.
        var (put, read) = (store.PutAsync("k", default, 0, Cancel).AsTask(), reader.ListAsync("", Cancel).AsTask());
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => put);
        Assert.Contains("unknown whether", error.Message, StringComparison.Ordinal);
        Assert.Equal(7, (await read).Revision);
        Assert.Equal(8, await reader.PutAsync("k", default, 0, Cancel));
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once_although_nobody_answers()
    {
        using var silent = new SilentServer();
        await using var store = Open(silent.Address);
        using var enough = new CancellationTokenSource();
        var put = store.PutAsync("k", default, 0, enough.Token).AsTask();
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => put);
    }

    [Fact]
    public async Task A_store_that_is_let_go_says_so_to_calls_and_watches()
    {
        using var silent = new SilentServer();
        var store = Open(silent.Address);
        await using var watch = store.WatchAsync(KeyRange.All, 2, Cancel).GetAsyncEnumerator(Cancel);
        var next = watch.MoveNextAsync().AsTask();
        var get = store.GetAsync("k", Cancel).AsTask();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => next);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => get);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.GetAsync("k", Cancel));
        await store.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_an_error_and_of_a_change_the_fate_is_unknown()
    {
        var entry = new Wire.KeyValue { Value = Google.Protobuf.ByteString.CopyFrom(new byte[2000]) };
        var large = new Wire.RangeResponse { Header = ScriptedServer.Header(7), Kvs = { entry } };
        var read = new Wire.ResponseOp { ResponseRange = large };
        var done = new Wire.TxnResponse { Header = ScriptedServer.Header(8), Responses = { read } };
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Kv(
            (_, _) => ValueTask.FromResult(large),
            txn: (_, _) => ValueTask.FromResult(done)));
        await using var store = new BarnStore(new BarnStoreOptions { Endpoints = [server.Address], MaxAnswerBytes = 1000 });
        await Assert.ThrowsAsync<StoreRequestException>(async () => await store.GetAsync("k", Cancel));
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.TxnAsync(new TxnRequest { Then = [new RangeOp("k")] }, Cancel));
        Assert.Contains("unknown whether", error.Message, StringComparison.Ordinal);
    }

    private static Task<ScriptedServer> FailingAsync(RpcException failure, out Counter calls)
    {
        var counter = calls = new Counter();
        return ScriptedServer.StartAsync(ScriptedServer.Kv(
            (_, _) => Fail<Wire.RangeResponse>(), (_, _) => Fail<Wire.PutResponse>(), (_, _) => Fail<Wire.TxnResponse>()));

        ValueTask<T> Fail<T>()
        {
            counter.Add();
            throw failure;
        }
    }

    private static Uri Nobody() => new($"http://127.0.0.1:{FreePort.Take()}");

    private static BarnStore Open(params Uri[] endpoints) => new(new BarnStoreOptions { Endpoints = endpoints, Seed = 1 });

    // Long enough for a busy machine to connect, and to answer.
    private static BarnStore Hasty(params Uri[] endpoints) =>
        new(new BarnStoreOptions { Endpoints = endpoints, Seed = 1, CallTimeout = TimeSpan.FromSeconds(3) });

    private sealed class Counter
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Add() => Interlocked.Increment(ref _count);
    }
}
