using Runink.Store;

namespace Runink.Barn.Client.Tests.Servers;

/// <summary>A server's own limits, as etcd sets them, in the words of the store.</summary>
public sealed class LimitTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_used_up_quota_refuses_changes_and_says_so()
    {
        await using var server = await EtcdServer.StartAsync("--quota-backend-bytes", $"{1 << 20}");
        await using var store = server.Open();
        await Assert.ThrowsAsync<StoreDiskFullException>(async () =>
        {
            for (var i = 0; i < 100; i++) await store.PutAsync($"k{i}", new byte[100_000], 0, Cancel);
        });
        Assert.True((await store.ListAsync("k", Cancel)).Count > 0);
        var two = new TxnRequest { Then = [new PutOp("a", default), new PutOp("b", default)] };
        await Assert.ThrowsAsync<StoreDiskFullException>(async () => await store.TxnAsync(two, Cancel));
    }

    [Fact]
    public async Task What_is_larger_than_the_server_takes_is_refused_for_certain()
    {
        await using var server = await EtcdServer.StartAsync();
        await using var store = server.Open();
        foreach (var size in new[] { (3 << 19) + 1000, 3 << 20 })
        {
            await Assert.ThrowsAsync<StoreRequestException>(async () => await store.PutAsync("k", new byte[size], 0, Cancel));
        }

        var puts = Enumerable.Range(0, 129).Select(i => new PutOp($"k{i}", default)).ToArray();
        var error = await Assert.ThrowsAsync<StoreRequestException>(
            async () => await store.TxnAsync(new TxnRequest { Then = puts }, Cancel));
        Assert.Contains("--max-txn-ops", error.Hint, StringComparison.Ordinal);
        Assert.Equal(1, (await store.ListAsync("", Cancel)).Revision);
    }
}
