namespace Runink.Store.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_watch_tells_the_past_then_the_present_in_order()
    {
        await PutAsync("k/1", "a");
        await PutAsync("other", "x");
        await PutAsync("k/1", "b");
        var watch = TakeAsync(KeyRange.Prefix("k/"), 1, 5);
        await Store.DeleteAsync("k/1", Cancel);
        await PutAsync("k/2", "c");
        await PutAsync("other", "y");
        await PutAsync("k/3", "d");
        Assert.Equal(["2:k/1=a", "4:k/1=b", "5:-k/1", "6:k/2=c", "8:k/3=d"], await watch);
    }

    [Fact]
    public async Task A_watch_after_a_range_misses_and_repeats_nothing()
    {
        await PutAsync("k", "a");
        var seen = await Store.ListAsync("k", Cancel);
        await PutAsync("k", "b");
        Assert.Equal(["3:k=b"], await TakeAsync(KeyRange.Single("k"), seen.Revision + 1, 1));
    }

    [Fact]
    public async Task A_watch_of_one_key_ignores_its_neighbours()
    {
        var watch = TakeAsync(KeyRange.Single("k"), 2, 1);
        await PutAsync("k1", "a");
        await PutAsync("j", "a");
        await PutAsync("k", "b");
        Assert.Equal(["4:k=b"], await watch);
    }

    [Fact]
    public async Task A_watch_may_begin_in_the_future()
    {
        var watch = TakeAsync(KeyRange.All, 4, 1);
        await PutAsync("k", "2");
        await PutAsync("k", "3");
        await PutAsync("k", "4");
        Assert.Equal(["4:k=4"], await watch);
    }

    [Fact]
    public async Task The_changes_of_one_transaction_arrive_together()
    {
        await PutAsync("k/gone", "x");
        await TxnAsync(
            new PutOp("k/1", Bytes("a")), new PutOp("other", Bytes("x")), new PutOp("k/2", Bytes("b")), new DeleteOp("k/gone"));
        var seen = await TakeAsync(KeyRange.Prefix("k/"), 3, 1);
        Assert.Equal(["3:-k/gone", "3:k/1=a", "3:k/2=b"], seen[0].Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_event_carries_the_entry_as_it_was_written_then()
    {
        await PutAsync("k", "a");
        await PutAsync("k", "b");
        await PutAsync("k", "c");
        var revisions = new List<(long, long, long)>();
        await foreach (var change in Store.WatchAsync(KeyRange.Single("k"), 2, Cancel))
        {
            var entry = change.Keys[0].Entry;
            revisions.Add((entry.CreateRevision, entry.ModRevision, entry.Version));
            if (revisions.Count == 3) break;
        }

        Assert.Equal([(2, 2, 1), (2, 3, 2), (2, 4, 3)], revisions);
    }

    [Fact]
    public async Task Many_watches_and_writers_see_every_change_once_and_in_order()
    {
        const int writers = 4, each = 50, total = writers * each;
        var watches = Enumerable.Range(0, 4).Select(_ => Task.Run(() => TakeAsync(KeyRange.All, 2, total), Cancel)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < each; i++) await PutAsync($"w{writer}", $"{i}");
            },
            Cancel)));
        foreach (var watch in watches)
        {
            var seen = await watch;
            Assert.Equal(Enumerable.Range(2, total).Select(i => $"{i}"), seen.Select(change => change.Split(':')[0]));
            for (var writer = 0; writer < writers; writer++)
            {
                var puts = seen.Select(change => change.Split(':')[1]);
                Assert.Equal(
                    Enumerable.Range(0, each).Select(i => $"w{writer}={i}"),
                    puts.Where(put => put.StartsWith($"w{writer}=", StringComparison.Ordinal)));
            }
        }
    }

    [Fact]
    public async Task A_cancelled_watch_ends()
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var watch = Store.WatchAsync(KeyRange.All, 2, enough.Token).GetAsyncEnumerator(enough.Token);
        var next = watch.MoveNextAsync();
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task A_watch_must_begin_at_a_revision() =>
        await Assert.ThrowsAsync<StoreRequestException>(() => TakeAsync(KeyRange.All, 0, 1));
}
