using Runink.Protocol;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>A lease that has ended keeps its keys until the leader has it revoked.</summary>
public sealed class LeaseKeepAliveTests
{
    [Fact]
    public async Task A_lease_is_gone_for_whoever_keeps_it_alive_only_when_its_keys_are()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var lease = (await cluster[1].GrantAsync(600)).ID;
        await cluster[1].PutAsync(new PutRequest { Key = Utf8("a"), Lease = lease });
        var follower = cluster.Numbers.Select(number => cluster.Server(number).Node).First(node => node.Status.Leader != node.Options.MemberId);

        // The next leader may let it live again.
        var (again, times) = await KeepAliveAsync(follower, lease, asked => asked < 3 ? GoneAsync() : new(new LeaseState(lease, 600, 600)));
        Assert.Equal((600L, 3), (again, times));

        var (gone, turns) = await KeepAliveAsync(follower, lease, async asked =>
        {
            if (asked < 3) return await GoneAsync();
            await cluster[1].CallAsync<LeaseRevokeRequest, LeaseRevokeResponse>(EtcdCalls.Lease, "LeaseRevoke", new LeaseRevokeRequest { ID = lease });
            return await GoneAsync();
        });
        Assert.Equal((0L, 3), (gone, turns));
        Assert.Empty((await cluster[1].GetAsync("a")).Kvs);
    }

    private static ValueTask<LeaseState> GoneAsync() => ValueTask.FromException<LeaseState>(new KvErrorException(KvErrors.LeaseNotFound));

    /// <summary>Keeps a lease alive at a member whose leader answers so; returns the time to live, and how often it was asked.</summary>
    private static async Task<(long Ttl, int Asked)> KeepAliveAsync(BarnNode follower, long lease, Func<int, ValueTask<LeaseState>> answer)
    {
        var leader = new Leader(answer);
        var service = new LeaseService(new EtcdContext(follower, new EtcdOptions(), TimeProvider.System, new ClusterControl(follower, leader)));
        var response = await service.KeepAliveAsync(new LeaseKeepAliveRequest { ID = lease }, new Caller(follower.System));
        return (response.TTL, leader.Asked);
    }

    private sealed class Leader(Func<int, ValueTask<LeaseState>> answer) : ILeaderCalls
    {
        public int Asked { get; private set; }

        public ValueTask<LeaseState> AskLeaseAsync(ulong leader, string group, long lease, bool renews) => answer(++Asked);

        public ValueTask<ulong> ChangeMembersAsync(ulong leader, MemberChange change) => NoLeaderCalls.Instance.ChangeMembersAsync(leader, change);

        public ValueTask<ulong> TransferAsync(ulong leader, ulong target) => NoLeaderCalls.Instance.TransferAsync(leader, target);
    }
}
