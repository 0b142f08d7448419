using Runink.Store;
using Runink.Store.Tests.Contract;

namespace Runink.Barn.Client.Tests.Contract;

/// <summary>The contract over a network, with a new server for every test, since revisions count from 1.</summary>
public abstract class ServerContract : StoreContract
{
    private RealServer? _server;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// A store of this process reads its history only when the reader asks, so compaction always overtakes a reader that stands
    /// still. A server sends changes as they happen: these few may be on their way to the reader before the compaction, and
    /// then none may be left out.
    /// </summary>
    [Fact]
    public override async Task A_watch_that_fell_behind_a_compaction_is_told_so()
    {
        await PutAsync("a", "2");
        await using var watch = Store.WatchAsync(KeyRange.All, 2, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await watch.MoveNextAsync());
        for (var i = 3; i <= 500; i++) await PutAsync("a", $"{i}");
        await Store.CompactAsync(499, Cancel);
        var next = 3;
        try
        {
            for (; next <= 500; next++)
            {
                Assert.True(await watch.MoveNextAsync());
                Assert.Equal($"{next}:a={next}", Show(watch.Current));
            }
        }
        catch (StoreCompactedException overtaken)
        {
            Assert.Equal((next, 499), (overtaken.Requested, overtaken.CompactRevision));
        }
    }

    protected override async ValueTask<IStore> OpenAsync()
    {
        _server = await StartAsync();
        return _server.Open();
    }

    private protected abstract Task<RealServer> StartAsync();
}
