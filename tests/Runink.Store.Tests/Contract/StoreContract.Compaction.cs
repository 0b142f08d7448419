namespace Runink.Store.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Compaction_forgets_the_past_and_keeps_the_present()
    {
        await PutAsync("a", "1");
        await PutAsync("b", "1");
        await PutAsync("a", "2");
        await Store.DeleteAsync("b", Cancel);
        await PutAsync("c", "1");
        await Store.CompactAsync(5, Cancel);
        Assert.Equal("a=2 c=1", await ListAsync(""));
        Assert.Equal("a=2", Show((await ReadAtAsync(5)).Items));
        var error = await Assert.ThrowsAsync<StoreCompactedException>(async () => await ReadAtAsync(4));
        Assert.Equal((4L, 5L), (error.Requested, error.CompactRevision));
        Assert.Equal(2, (await Store.GetAsync("a", Cancel))!.Version);
    }

    [Fact]
    public async Task A_watch_of_what_is_compacted_is_told_so()
    {
        for (var i = 2; i <= 6; i++) await PutAsync("a", $"{i}");
        await Store.CompactAsync(4, Cancel);
        var error = await Assert.ThrowsAsync<StoreCompactedException>(() => TakeAsync(KeyRange.All, 3, 1));
        Assert.Equal(4, error.CompactRevision);
        Assert.Equal(["5:a=5", "6:a=6"], await TakeAsync(KeyRange.All, 5, 2));
    }

    [Fact]
    public virtual async Task A_watch_that_fell_behind_a_compaction_is_told_so()
    {
        await PutAsync("a", "2");
        await using var watch = Store.WatchAsync(KeyRange.All, 2, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await watch.MoveNextAsync());
        for (var i = 3; i <= 500; i++) await PutAsync("a", $"{i}");
        await Store.CompactAsync(499, Cancel);
        var seen = 2L;
        await Assert.ThrowsAsync<StoreCompactedException>(async () =>
        {
            while (await watch.MoveNextAsync())
            {
                Assert.Equal(seen + 1, watch.Current.Revision);
                seen = watch.Current.Revision;
            }
        });
        Assert.InRange(seen, 2, 498);
    }

    [Fact]
    public async Task A_watch_that_kept_up_does_not_notice_a_compaction()
    {
        await PutAsync("a", "2");
        await using var watch = Store.WatchAsync(KeyRange.All, 2, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await watch.MoveNextAsync());
        var next = watch.MoveNextAsync();
        await Store.CompactAsync(2, Cancel);
        await PutAsync("a", "3");
        Assert.True(await next);
        Assert.Equal("3:a=3", Show(watch.Current));
    }

    [Fact]
    public async Task What_is_compacted_or_has_not_happened_cannot_be_compacted()
    {
        for (var i = 2; i <= 6; i++) await PutAsync("a", $"{i}");
        await Store.CompactAsync(4, Cancel);
        await Assert.ThrowsAsync<StoreCompactedException>(async () => await Store.CompactAsync(4, Cancel));
        await Assert.ThrowsAsync<StoreRequestException>(async () => await Store.CompactAsync(7, Cancel));
        await Store.CompactAsync(6, Cancel);
        Assert.Equal("a=6", await ListAsync(""));
    }
}
