using Runink.Store;
using Runink.Store.Tests.Contract;

namespace Runink.Barn.Client.Tests.Contract;

/// <summary>
/// The contract of stores, met by this client and a real etcd: a new one for every test, since revisions count from 1.
/// </summary>
public sealed class EtcdContractTests : StoreContract
{
    private EtcdServer? _server;

    protected override async ValueTask<IStore> OpenAsync()
    {
        // etcd takes smaller requests than a store must, unless told.
        _server = await EtcdServer.StartAsync("--max-request-bytes", $"{8 << 20}", "--max-txn-ops", $"{1 << 14}");
        return _server.Open();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>
    /// A store of this process reads its history only when the reader asks, so compaction always overtakes a reader that stands
    /// still. etcd sends changes as they happen: these few are on their way to the reader before the compaction, and none may be
    /// left out or refused.
    /// </summary>
    [Fact]
    public override async Task A_watch_that_fell_behind_a_compaction_is_told_so()
    {
        await PutAsync("a", "2");
        await using var watch = Store.WatchAsync(KeyRange.All, 2, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await watch.MoveNextAsync());
        for (var i = 3; i <= 500; i++) await PutAsync("a", $"{i}");
        await Store.CompactAsync(499, Cancel);
        for (var i = 3; i <= 500; i++)
        {
            Assert.True(await watch.MoveNextAsync());
            Assert.Equal($"{i}:a={i}", Show(watch.Current));
        }
    }
}
