using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

public sealed class LeaseServiceTests(EtcdHostFixture fixture) : IClassFixture<EtcdHostFixture>
{
    private RpcChannel Channel => fixture.Channel;

    [Fact]
    public async Task A_lease_tells_its_time_and_its_keys_and_takes_them_along()
    {
        var lease = await Channel.GrantAsync(100);
        await Channel.PutAsync(new PutRequest { Key = Utf8("lease/a"), Lease = lease.ID });
        var told = await TimeToLiveAsync(lease.ID);
        Assert.Equal((100L, "lease/a"), (told.GrantedTTL, Assert.Single(told.Keys).ToStringUtf8()));
        Assert.InRange(told.TTL, 1, 100);
        await Channel.CallAsync<LeaseRevokeRequest, LeaseRevokeResponse>(EtcdCalls.Lease, "LeaseRevoke", new LeaseRevokeRequest { ID = lease.ID });
        Assert.Empty((await Channel.GetAsync("lease/a")).Kvs);
        Assert.Equal(-1, (await TimeToLiveAsync(lease.ID)).TTL);
    }

    [Fact]
    public async Task Leases_are_bounded_and_unique()
    {
        await RefusedAsync(KvErrors.LeaseTtlTooLarge, () => Channel.GrantAsync(9_000_000_001));
        Assert.Equal(1, (await Channel.GrantAsync(0, id: 77)).TTL);
        await RefusedAsync(KvErrors.LeaseExists, () => Channel.GrantAsync(10, id: 77));
        Assert.True((await Channel.GrantAsync(10)).ID > 0);
    }

    [Fact]
    public async Task Keeping_alive_goes_on_after_a_lease_that_is_gone()
    {
        var lease = await Channel.GrantAsync(60);
        await using var call = Channel.Open(
            RpcSignature.Protobuf<LeaseKeepAliveRequest, LeaseKeepAliveResponse>(EtcdCalls.Lease, "LeaseKeepAlive"), cancellationToken: TestContext.Current.CancellationToken);
        foreach (var (id, ttl) in new[] { (lease.ID, 60L), (424242L, 0L), (lease.ID, 60L) })
        {
            await call.Requests.WriteAsync(new LeaseKeepAliveRequest { ID = id });
            Assert.True(await call.Responses.MoveNextAsync());
            Assert.Equal((id, ttl), (call.Responses.Current.ID, call.Responses.Current.TTL));
        }

        await call.CompleteAsync();
        Assert.False(await call.Responses.MoveNextAsync());
    }

    private Task<LeaseTimeToLiveResponse> TimeToLiveAsync(long id) => Channel.CallAsync<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(
        EtcdCalls.Lease, "LeaseTimeToLive", new LeaseTimeToLiveRequest { ID = id, Keys = true });
}
