using System.Text;
using Runink.Store.Journal;
using Runink.Store.Machine;
using Runink.Store.Memory;

namespace Runink.Store.Tests.Model;

/// <summary>Thousands of random steps on a store and on the naive one, compared after each.</summary>
public sealed class RandomModelTests
{
    private const int Steps = 1500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_memory_store_does_what_the_naive_one_does()
    {
        var time = new ManualTime();
        await using var store = new MemoryStore(time);
        var comparison = new Comparison(Seed.Draw(), time);
        for (var i = 0; i < Steps; i++) await comparison.StepAsync(store);
        await comparison.AssertHistoryAsync(store);
    }

    [Fact]
    public async Task Journals_that_are_compacted_reopened_and_used_in_turns_do_what_the_naive_store_does()
    {
        using var directory = new TemporaryDirectory(inMemory: true);
        var time = new ManualTime();
        var random = Seed.Draw();
        var comparison = new Comparison(random, time);
        var options = new JournalOptions { Clock = time, CompactAfterBytes = 2000, SyncData = _ => { } };
        var stores = new[] { await OpenAsync(), await OpenAsync() };
        for (var i = 0; i < Steps; i++)
        {
            var which = random.Next(stores.Length);
            await comparison.StepAsync(stores[which]);
            if (random.Next(50) > 0) continue;
            await stores[which].DisposeAsync();
            stores[which] = await OpenAsync();
        }

        foreach (var store in stores)
        {
            await comparison.AssertHistoryAsync(store);
            await store.DisposeAsync();
        }

        async Task<JournalStore> OpenAsync() => await JournalStore.OpenAsync(directory.Path, options, Cancel);
    }

    private sealed class Comparison(Random random, ManualTime time)
    {
        private readonly NaiveStore _model = new();

        private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

        public async Task StepAsync(IStore store)
        {
            if (random.Next(10) == 0) time.Advance(TimeSpan.FromMilliseconds(random.Next(2000)));
            _model.Expire(Now);
            switch (random.Next(20))
            {
                case < 11:
                    await TxnAsync(store);
                    break;
                case 11:
                    var seconds = random.Next(1, 10);
                    var granted = await store.GrantLeaseAsync(TimeSpan.FromSeconds(seconds), Cancel);
                    Assert.Equal(_model.Grant(Now, seconds * 1000), granted.Id);
                    break;
                case 12:
                    var kept = Lease();
                    var alive = _model.KeepAlive(Now, kept);
                    Assert.Equal(alive, await SucceedsAsync(async () => await store.KeepAliveAsync(kept, Cancel)));
                    break;
                case 13 when random.Next(3) == 0:
                    var ended = Lease();
                    var lived = _model.End(ended);
                    Assert.Equal(lived, await SucceedsAsync(async () => await store.RevokeLeaseAsync(ended, Cancel)));
                    break;
                case 14 when random.Next(4) == 0:
                    var at = random.NextInt64(1, _model.Revision + 1);
                    var compacted = _model.Compact(at);
                    Assert.Equal(compacted, await SucceedsAsync(async () => await store.CompactAsync(at, Cancel)));
                    break;
                default:
                    await ReadAsync(store, random.NextInt64(1, _model.Revision + 1));
                    break;
            }

            await ReadAsync(store, 0);
        }

        /// <summary>Every change since the last compaction, as a watch tells it.</summary>
        public async Task AssertHistoryAsync(IStore store)
        {
            var next = Math.Max(_model.CompactRevision, StoreMachine.FirstRevision) + 1;
            if (next > _model.Revision) return;
            await foreach (var change in store.WatchAsync(KeyRange.All, next, Cancel))
            {
                var changes = change.Keys.Select(key => key.Kind == ChangeKind.Put ? Show(key.Entry) : $"-{key.Entry.Key}");
                Assert.Equal(next, change.Revision);
                Assert.Equal(_model.Change(next), string.Join(' ', changes.Order(StringComparer.Ordinal)));
                if (next++ == _model.Revision) break;
            }
        }

        private async Task TxnAsync(IStore store)
        {
            var changes = Enumerable.Range(0, random.Next(0, 4))
                .Select(_ => Change())
                .DistinctBy(change => change.Key)
                .ToArray();
            var (key, version) = (Key(), random.Next(3));
            var response = await store.TxnAsync(
                new TxnRequest
                {
                    If = [Compare.Version(key, CompareOperator.Equal, version)],
                    Then = [.. changes.Select(change => change.Value is null
                        ? (TxnOp)new DeleteOp(change.Key)
                        : new PutOp(change.Key, Encoding.UTF8.GetBytes(change.Value), change.Lease))],
                },
                Cancel);
            Assert.Equal(_model.Txn(key, version, changes), response.Succeeded);
            Assert.Equal(_model.Revision, response.Revision);
        }

        private async Task ReadAsync(IStore store, long revision)
        {
            var (start, end) = (Key(), Key());
            var range = new KeyRange(start, random.Next(3) == 0 ? null : (StoreKey?)StoreKey.FromString(end));
            var limit = random.Next(0, 5);
            var request = new RangeRequest(range, limit, revision);
            if (revision != 0 && revision < _model.CompactRevision)
            {
                await Assert.ThrowsAsync<StoreCompactedException>(async () => await store.RangeAsync(request, Cancel));
                return;
            }

            var response = await store.RangeAsync(request, Cancel);
            var expected = _model.States[(int)(revision == 0 ? _model.Revision : revision)]
                .Where(entry => range.Contains(entry.Key))
                .Select(entry => $"{entry.Key}={entry.Value}")
                .ToArray();
            Assert.Equal(limit == 0 ? expected : expected.Take(limit), response.Items.Select(Show));
            Assert.Equal((_model.Revision, expected.Length), (response.Revision, response.Count));
        }

        private static async Task<bool> SucceedsAsync(Func<Task> action)
        {
            try
            {
                await action();
                return true;
            }
            catch (StoreException refusal) when (refusal is StoreLeaseNotFoundException or StoreCompactedException)
            {
                return false;
            }
        }

        private static string Show(KeyValue entry)
        {
            var value = Encoding.UTF8.GetString(entry.Value.Span);
            var shown = new NaiveStore.Entry(value, entry.CreateRevision, entry.ModRevision, entry.Version, entry.Lease);
            return $"{entry.Key}={shown}";
        }

        private (string Key, string? Value, long Lease) Change() =>
            (Key(), random.Next(4) == 0 ? null : $"v{random.Next(100)}", random.Next(4) == 0 ? Living() : 0);

        private string Key() => $"k{random.Next(12):D2}";

        private long Lease() => random.NextInt64(1, 20);

        private long Living() => _model.Leases.DefaultIfEmpty(0).ElementAt(random.Next(Math.Max(1, _model.Leases.Count())));
    }
}
