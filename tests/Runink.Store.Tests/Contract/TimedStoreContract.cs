namespace Runink.Store.Tests.Contract;

/// <summary>What every store must do with time. Apart from the rest, because not every store lets a test move its clock.</summary>
public abstract class TimedStoreContract : StoreContract
{
    /// <summary>Lets the store's clock pass this much time.</summary>
    protected abstract void Pass(TimeSpan time);

    [Fact]
    public async Task A_lease_that_is_not_kept_alive_ends_and_takes_its_keys_along()
    {
        var lease = await Store.GrantLeaseAsync(TenSeconds, Cancel);
        await PutAsync("a", "1", lease.Id);
        await PutAsync("b", "2", lease.Id);
        await PutAsync("c", "3");
        Assert.Equal(lease.Id, (await Store.GetAsync("a", Cancel))!.Lease);
        Pass(TimeSpan.FromSeconds(9));
        Assert.Equal("a=1 b=2 c=3", await ListAsync(""));
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("c=3", await ListAsync(""));
        Assert.Equal(5, (await Store.ListAsync("", Cancel)).Revision);
        await Assert.ThrowsAsync<StoreLeaseNotFoundException>(async () => await Store.KeepAliveAsync(lease.Id, Cancel));
    }

    [Fact]
    public async Task A_lease_that_is_kept_alive_lives_on()
    {
        var lease = await Store.GrantLeaseAsync(TenSeconds, Cancel);
        await PutAsync("a", "1", lease.Id);
        for (var i = 0; i < 3; i++)
        {
            Pass(TimeSpan.FromSeconds(8));
            Assert.Equal(lease, await Store.KeepAliveAsync(lease.Id, Cancel));
        }

        Assert.Equal("a=1", await ListAsync(""));
        Pass(TenSeconds);
        Assert.Equal("", await ListAsync(""));
    }

    [Fact]
    public async Task A_waiting_watch_sees_a_lease_end()
    {
        var lease = await Store.GrantLeaseAsync(TenSeconds, Cancel);
        var last = await PutAsync("a", "1", lease.Id);
        var watch = Task.Run(() => TakeAsync(KeyRange.Single("a"), last + 1, 1), Cancel);
        while (!watch.IsCompleted)
        {
            Pass(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal([$"{last + 1}:-a"], await watch);
    }

    [Fact]
    public async Task Leases_end_in_the_order_in_which_they_are_due()
    {
        var late = await Store.GrantLeaseAsync(TimeSpan.FromSeconds(20), Cancel);
        var early = await Store.GrantLeaseAsync(TenSeconds, Cancel);
        await PutAsync("late", "1", late.Id);
        var last = await PutAsync("early", "1", early.Id);
        Pass(TimeSpan.FromSeconds(30));
        Assert.Equal([$"{last + 1}:-early", $"{last + 2}:-late"], await TakeAsync(KeyRange.All, last + 1, 2));
    }
}
