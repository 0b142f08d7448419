using Runink.Store.Journal;

namespace Runink.Store.Tests.Journal;

public sealed class JournalCompactionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new(inMemory: true);
    private readonly ManualTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_journal_that_grew_becomes_a_new_generation_and_stays_bounded()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 2000; i++) await store.PutAsync($"k{i % 10}", new byte[100], 0, Cancel);
        Assert.True(Generation > 3);
        Assert.InRange(new FileInfo(_directory.Journal).Length, 1, 64 << 10);
        await using var again = await OpenAsync();
        Assert.Equal(2001, (await again.ListAsync("", Cancel)).Revision);
        Assert.Equal(200, (await again.GetAsync("k3", Cancel))!.Version);
    }

    [Fact]
    public async Task A_new_generation_keeps_leases_the_past_and_numbers()
    {
        long leaseId;
        await using (var store = await OpenAsync())
        {
            var ended = await store.GrantLeaseAsync(TimeSpan.FromSeconds(1), Cancel);
            await store.PutAsync("gone", default, ended.Id, Cancel);
            leaseId = (await store.GrantLeaseAsync(TimeSpan.FromMinutes(1), Cancel)).Id;
            await store.PutAsync("leased", default, leaseId, Cancel);
            await store.RevokeLeaseAsync(ended.Id, Cancel);
            while (Generation < 2) await store.PutAsync("k", new byte[500], 0, Cancel);
        }

        await using var again = await OpenAsync();
        Assert.Equal(leaseId, (await again.GetAsync("leased", Cancel))!.Lease);
        Assert.Equal(2, (await again.RangeAsync(new RangeRequest(KeyRange.All, 0, 3), Cancel)).Count);
        Assert.Equal(leaseId + 1, (await again.GrantLeaseAsync(TimeSpan.FromMinutes(1), Cancel)).Id);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await again.GetAsync("leased", Cancel));
        Assert.NotNull(await again.GetAsync("k", Cancel));
    }

    [Fact]
    public async Task Others_follow_to_the_new_generation_and_their_watches_miss_nothing()
    {
        await using var writer = await OpenAsync();
        await using var reader = await OpenAsync();
        await using var watch = reader.WatchAsync(KeyRange.All, 2, Cancel).GetAsyncEnumerator(Cancel);
        for (var i = 2; i < 600; i++)
        {
            await writer.PutAsync("k", new byte[200], 0, Cancel);
            if (i % 7 != 0) continue;
            Assert.Equal(i, (await reader.GetAsync("k", Cancel))!.ModRevision);
            for (var seen = i - (i < 14 ? 5 : 6); seen <= i; seen++)
            {
                Assert.True(await watch.MoveNextAsync());
                Assert.Equal(seen, watch.Current.Revision);
            }
        }

        Assert.True(Generation > 3);
        Assert.Equal(599, await reader.PutAsync("k", default, 0, Cancel) - 1);
        Assert.Equal(600, (await writer.GetAsync("k", Cancel))!.ModRevision);
    }

    [Fact]
    public async Task What_a_killed_compaction_left_behind_is_removed_and_does_no_harm()
    {
        string old;
        byte[] oldBytes;
        await using (var store = await OpenAsync())
        {
            await store.PutAsync("k", "1"u8.ToArray(), 0, Cancel);
            old = _directory.Journal;
            oldBytes = await File.ReadAllBytesAsync(old, Cancel);
            while (Generation < 2) await store.PutAsync("k", new byte[500], 0, Cancel);
        }

        var newest = _directory.Journal;
        await File.WriteAllBytesAsync(old, oldBytes, Cancel);
        await File.WriteAllBytesAsync(newest + ".tmp", [1, 2, 3], Cancel);
        await using var again = await OpenAsync();
        Assert.Equal(500, (await again.GetAsync("k", Cancel))!.Value.Length);
        Assert.Equal(newest, _directory.Journal);
        Assert.Equal(2, Directory.GetFiles(_directory.Path).Length);
    }

    [Fact]
    public async Task A_compaction_that_fails_leaves_the_journal_as_it_is()
    {
        var full = false;
        var options = Options with
        {
            SyncData = _ =>
            {
                if (full && Directory.GetFiles(_directory.Path, "*.tmp").Length > 0)
                    throw new IOException("no space", Libc.NoSpace);
            },
        };
        await using var store = await JournalStore.OpenAsync(_directory.Path, options, Cancel);
        full = true;
        for (var i = 0; i < 100; i++) await store.PutAsync("k", new byte[500], 0, Cancel);
        Assert.Equal(1, Generation);
        Assert.Equal(2, Directory.GetFiles(_directory.Path).Length);
        full = false;
        for (var i = 0; i < 100; i++) await store.PutAsync("k", new byte[500], 0, Cancel);
        Assert.True(Generation > 1);
        Assert.Equal(200, (await store.GetAsync("k", Cancel))!.Version);
    }

    private long Generation => GenerationName.Parse(Path.GetFileName(_directory.Journal))!.Value.Number;

    private JournalOptions Options => new() { Clock = _time, CompactAfterBytes = 4096, KeptRevisions = 20, SyncData = _ => { } };

    private async Task<JournalStore> OpenAsync() => await JournalStore.OpenAsync(_directory.Path, Options, Cancel);
}
