using Runink.Store;

namespace Runink.Barn.Client.Tests.Servers;

/// <summary>Counts what the whole process holds, so nothing may run beside it.</summary>
[Collection(nameof(SlowWatchTests))]
[CollectionDefinition(nameof(SlowWatchTests), DisableParallelization = true)]
public sealed class SlowWatchTests
{
    private const int Entries = 1000;
    private const int EntryBytes = 100_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watch_whose_reader_stands_still_takes_little_memory_and_holds_nobody_up()
    {
        await using var server = await EtcdServer.StartAsync();
        await using (var writer = server.Open())
        {
            for (var i = 0; i < Entries; i++) await writer.PutAsync("k", new byte[EntryBytes], 0, Cancel);
        }

        await using var store = server.Open();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var watch = store.WatchAsync(KeyRange.Single("k"), 2, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await watch.MoveNextAsync());
        for (var i = 0; i < 500; i++) Assert.Null(await store.GetAsync("other", Cancel));
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        // Less than before, when what others left behind has gone meanwhile.
        Assert.True(held < Entries * (long)EntryBytes / 3, $"{held} bytes are held");
        for (var revision = 2; revision <= Entries + 1; revision++)
        {
            Assert.Equal(revision, watch.Current.Revision);
            if (revision <= Entries) Assert.True(await watch.MoveNextAsync());
        }
    }
}
