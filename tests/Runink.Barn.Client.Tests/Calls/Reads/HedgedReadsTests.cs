using System.Collections.Concurrent;
using Runink.Rpc;
using Runink.Store;
using Wire = Runink.Protocol;

namespace Runink.Barn.Client.Tests.Calls.Reads;

/// <summary>Reads over two endpoints, one of which stops answering.</summary>
public sealed class HedgedReadsTests
{
    private const int ToLearn = 400;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_endpoint_that_stops_answering_holds_up_no_read()
    {
        await using var barn = await BarnServer.StartAsync();
        await using var relay = new HoldingRelay(barn.Address);
        await using var store = Open(barn.Address, relay.Address);
        await store.PutAsync("k", default, 0, Cancel);
        for (var i = 0; i < ToLearn; i++) await store.GetAsync("k", Cancel);

        relay.Hold();
        for (var i = 0; i < 200; i++)
            Assert.NotNull(await store.GetAsync("k", Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_one_endpoint_is_asked_unless_reads_are_hedged(bool hedges)
    {
        RpcChannel[] channels = [Channel(1), Channel(2)];
        var options = new BarnStoreOptions { Endpoints = [Address(1), Address(2)], HedgeReads = hedges, Clock = new HastyTime() };
        var (asked, terms, answer) = (new ConcurrentQueue<RpcChannel>(), CallTerms.Of(null, options.CallTimeout), new TaskCompletionSource<int>());
        var reads = new HedgedReads(new ReadBalancer(channels, options), options);
        for (var i = 0; i < ToLearn; i++) await reads.AskAsync((_, _, _) => ValueTask.FromResult(i), channels[0], terms, Cancel);

        var read = reads.AskAsync(
            (channel, _, _) =>
            {
                asked.Enqueue(channel);
                if (channel == channels[1]) answer.SetResult(2);
                return new ValueTask<int>(channel == channels[1] ? Task.FromResult(2) : answer.Task);
            },
            channels[0], terms, Cancel).AsTask();
        if (!hedges)
        {
            Assert.False(read.IsCompleted);
            answer.SetResult(1);
        }

        Assert.Equal(hedges ? 2 : 1, await read);
        Assert.Equal(hedges ? channels : [channels[0]], asked);
        foreach (var channel in channels) channel.Dispose();
    }

    [Fact]
    public async Task The_call_that_was_overtaken_is_cancelled_and_reads_are_spread_over_both()
    {
        var (asked, hangs, cancelled) = (new int[2], false, new TaskCompletionSource());
        await using var hanging = await ServerAsync(async call =>
        {
            Interlocked.Increment(ref asked[0]);
            if (!Volatile.Read(ref hangs)) return;
            using var told = call.CancellationToken.Register(() => cancelled.TrySetResult());
            await cancelled.Task;
            call.CancellationToken.ThrowIfCancellationRequested();
        });
        await using var works = await ServerAsync(_ =>
        {
            Interlocked.Increment(ref asked[1]);
            return default;
        });
        await using var store = Open(hanging.Address, works.Address);
        for (var i = 0; i < ToLearn; i++) await store.GetAsync("k", Cancel);
        Assert.True(asked.Sum() <= ToLearn + ToLearn / 20, "too many are asked twice");
        Assert.InRange(asked.Min(), ToLearn / 100, ToLearn);

        Volatile.Write(ref hangs, true);
        while (!cancelled.Task.IsCompleted) await store.GetAsync("k", Cancel);
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_a_failure_is_none()
    {
        await using var refuses = await ServerAsync(_ => throw new RpcException(RpcCode.PermissionDenied, "etcdserver: permission denied"));
        await using var fails = await ServerAsync(_ => throw new RpcException(RpcCode.Unavailable, "etcdserver: request timed out"));
        await using var works = await ServerAsync(_ => default);
        await using var refused = Open(refuses.Address, works.Address);
        await Assert.ThrowsAsync<StoreAccessDeniedException>(async () => await refused.GetAsync("k", Cancel));
        await using var failed = Open(fails.Address, works.Address);
        for (var i = 0; i < 100; i++) Assert.Null(await failed.GetAsync("k", Cancel));
    }

    private static RpcChannel Channel(int number) => new(new RpcChannelOptions { Address = Address(number) });

    private static Uri Address(int number) => new($"http://127.0.0.1:{number}");

    private static Task<ScriptedServer> ServerAsync(Func<RpcCall, ValueTask> before) => ScriptedServer.StartAsync(ScriptedServer.Kv(
        async (_, call) =>
        {
            await before(call);
            return new Wire.RangeResponse { Header = ScriptedServer.Header(7) };
        }));

    // A read that nobody hedges would wait for so long.
    private static BarnStore Open(params Uri[] endpoints) =>
        new(new() { Endpoints = endpoints, Seed = 1, CallTimeout = TimeSpan.FromMinutes(1), Patience = TimeSpan.FromMinutes(2), Clock = new PatientTime() });

    /// <summary>Waits fifty times as long before another is asked, so that a busy machine spends nothing of the budget: only who hangs is overtaken.</summary>
    private sealed class PatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime * 50 : dueTime, period);
    }
}
