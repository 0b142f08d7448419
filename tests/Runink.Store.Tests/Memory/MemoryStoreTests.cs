using Runink.Store.Memory;
using Runink.Store.Tests.Contract;

namespace Runink.Store.Tests.Memory;

public sealed class MemoryStoreTests : TimedStoreContract
{
    private readonly ManualTime _time = new();

    protected override ValueTask<IStore> OpenAsync() => ValueTask.FromResult<IStore>(new MemoryStore(_time));

    protected override void Pass(TimeSpan time) => _time.Advance(time);

    [Fact]
    public async Task History_is_bounded_without_being_asked()
    {
        await using var store = new MemoryStore(_time, keptRevisions: 10);
        for (var i = 0; i < 100; i++) await store.PutAsync("a", Bytes($"{i}"), 0, Cancel);
        var error = await Assert.ThrowsAsync<StoreCompactedException>(
            async () => await store.RangeAsync(new RangeRequest(KeyRange.All, 0, 2), Cancel));
        Assert.InRange(error.CompactRevision, 101 - 20, 101 - 10);
    }

    [Fact]
    public async Task A_store_that_was_let_go_says_so_to_callers_and_watches()
    {
        var store = new MemoryStore(_time);
        await using var watch = store.WatchAsync(KeyRange.All, 2, Cancel).GetAsyncEnumerator(Cancel);
        var next = watch.MoveNextAsync();
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await next);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.GetAsync("a", Cancel));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.PutAsync("a", default, 0, Cancel));
    }
}
