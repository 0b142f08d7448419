namespace Runink.Store.Tests.Contract;

public abstract partial class StoreContract
{
    protected static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

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
