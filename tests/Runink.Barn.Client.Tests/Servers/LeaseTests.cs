using Runink.Store;

namespace Runink.Barn.Client.Tests.Servers;

/// <summary>Leases on a server's clock, which no test can move: as short as a busy machine allows.</summary>
public sealed class LeaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(RealServer.All), MemberType = typeof(RealServer))]
    public async Task A_lease_ends_with_its_keys_unless_it_is_kept_alive(string name)
    {
        await using var server = await RealServer.StartAsync(name);
        await using var store = server.Open();
        // Whole seconds are granted, and never less than was asked for.
        var left = await store.GrantLeaseAsync(TimeSpan.FromMilliseconds(3010), Cancel);
        // It would end before the other one if it were not kept.
        var kept = await store.GrantLeaseAsync(TimeSpan.FromSeconds(3), Cancel);
        Assert.Equal((TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(3)), (left.TimeToLive, kept.TimeToLive));
        await store.PutAsync("kept", default, kept.Id, Cancel);
        var last = await store.PutAsync("left", default, left.Id, Cancel);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var keeping = KeepAsync(store, kept, enough.Token);
        await foreach (var change in store.WatchAsync(KeyRange.All, last + 1, Cancel))
        {
            Assert.Equal((ChangeKind.Delete, "left"), (change.Keys[0].Kind, change.Keys[0].Entry.Key.ToString()));
            break;
        }

        await enough.CancelAsync();
        Assert.True(await keeping > 1);
        Assert.NotNull(await store.GetAsync("kept", Cancel));
        await Assert.ThrowsAsync<StoreLeaseNotFoundException>(async () => await store.KeepAliveAsync(left.Id, Cancel));
    }

    [Theory]
    [InlineData("etcd", true)]
    [InlineData("etcd", false)]
    [InlineData("barn", true)]
    [InlineData("barn", false)]
    public async Task The_lease_that_has_ended_is_named_among_those_of_a_transaction(string name, bool isFirst)
    {
        await using var server = await RealServer.StartAsync(name);
        await using var store = server.Open();
        var living = await store.GrantLeaseAsync(TimeSpan.FromMinutes(1), Cancel);
        var ended = await store.GrantLeaseAsync(TimeSpan.FromMinutes(1), Cancel);
        await store.RevokeLeaseAsync(ended.Id, Cancel);
        var (first, second) = isFirst ? (ended.Id, living.Id) : (living.Id, ended.Id);
        var error = await Assert.ThrowsAsync<StoreLeaseNotFoundException>(async () => await store.TxnAsync(
            new TxnRequest { Then = [new PutOp("a", default, first), new PutOp("b", default, second)] }, Cancel));
        Assert.Equal(ended.Id, error.LeaseId);
        Assert.Equal(1, (await store.ListAsync("", Cancel)).Revision);
    }

    /// <summary>Sends signs of life one after the other; returns how many.</summary>
    private static async Task<int> KeepAsync(BarnStore store, Lease lease, CancellationToken cancellationToken)
    {
        for (var sent = 0; ; sent++)
        {
            try
            {
                Assert.Equal(lease, await store.KeepAliveAsync(lease.Id, cancellationToken));
            }
            catch (OperationCanceledException)
            {
                return sent;
            }
        }
    }
}
