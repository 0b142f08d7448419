namespace Runink.Store.Tests.Contract;

public abstract partial class StoreContract
{
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

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
    public async Task A_revoked_lease_takes_its_keys_along_in_one_revision()
    {
        var lease = await Store.GrantLeaseAsync(TenSeconds, Cancel);
        await PutAsync("a", "1", lease.Id);
        var last = await PutAsync("b", "2", lease.Id);
        await Store.RevokeLeaseAsync(lease.Id, Cancel);
        var seen = await TakeAsync(KeyRange.All, last + 1, 1);
        Assert.Equal($"{last + 1}:-a {last + 1}:-b", seen[0]);
        await Assert.ThrowsAsync<StoreLeaseNotFoundException>(async () => await Store.RevokeLeaseAsync(lease.Id, Cancel));
        await Assert.ThrowsAsync<StoreLeaseNotFoundException>(async () => await PutAsync("a", "1", lease.Id));
    }

    [Fact]
    public async Task A_lease_without_keys_comes_and_goes_without_a_revision()
    {
        var lease = await Store.GrantLeaseAsync(TenSeconds, Cancel);
        await Store.KeepAliveAsync(lease.Id, Cancel);
        await Store.RevokeLeaseAsync(lease.Id, Cancel);
        Assert.Equal(1, (await Store.ListAsync("", Cancel)).Revision);
    }

    [Fact]
    public async Task The_last_write_of_a_key_decides_its_lease()
    {
        var first = await Store.GrantLeaseAsync(TenSeconds, Cancel);
        var second = await Store.GrantLeaseAsync(TenSeconds, Cancel);
        Assert.NotEqual(first.Id, second.Id);
        await PutAsync("freed", "1", first.Id);
        await PutAsync("freed", "2");
        await PutAsync("moved", "1", first.Id);
        await PutAsync("moved", "2", second.Id);
        await PutAsync("again", "1", first.Id);
        await Store.DeleteAsync("again", Cancel);
        await PutAsync("again", "2");
        await Store.RevokeLeaseAsync(first.Id, Cancel);
        Assert.Equal("again=2 freed=2 moved=2", await ListAsync(""));
        await Store.RevokeLeaseAsync(second.Id, Cancel);
        Assert.Equal("again=2 freed=2", await ListAsync(""));
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

    [Fact]
    public async Task The_number_of_a_lease_is_not_used_again()
    {
        var first = await Store.GrantLeaseAsync(TenSeconds, Cancel);
        await Store.RevokeLeaseAsync(first.Id, Cancel);
        Assert.NotEqual(first.Id, (await Store.GrantLeaseAsync(TenSeconds, Cancel)).Id);
    }

    [Fact]
    public async Task A_lease_needs_a_sensible_time()
    {
        await Assert.ThrowsAsync<StoreRequestException>(async () => await Store.GrantLeaseAsync(TimeSpan.Zero, Cancel));
        await Assert.ThrowsAsync<StoreRequestException>(async () => await Store.GrantLeaseAsync(TimeSpan.MaxValue, Cancel));
    }
}
