using Runink.Protocol;
using Runink.Protocol.BarnV1;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>What one member has acknowledged counts at once at the others, which may yet have to hear of it.</summary>
public sealed class LaggingMemberTests
{
    private const int Rounds = 20;

    [Fact]
    public async Task A_change_of_roles_refuses_no_read_at_another_member_that_it_does_not_concern()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var root = await cluster[1].EnableAuthAsync();
        var ann = await cluster[1].SignInAsync("ann");
        for (var i = 0; i < Rounds; i++)
        {
            await cluster[1].GrantRoleAsync("ann", "root", root);
            await Task.WhenAll(cluster[2].GetAsync("b/1", ann), cluster[3].GetAsync("b/1", ann));
            await cluster[1].RevokeRoleAsync("ann", "root", root);
            await Task.WhenAll(cluster[2].GetAsync("a/1", ann), cluster[3].GetAsync("a/1", ann));
        }
    }

    [Fact]
    public async Task A_user_who_has_just_been_made_is_known_at_every_member()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var root = await cluster[1].EnableAuthAsync();
        // Fewer, as hashing passwords is meant to take long.
        for (var i = 0; i < Rounds / 4; i++)
        {
            await cluster[1].AddUserAsync($"user{i}", root);
            await cluster[1].GrantRoleAsync($"user{i}", "keeper", root);
            var token = await cluster[1].SignInAsync($"user{i}");
            await Task.WhenAll(cluster[2].GetAsync("a/1", token), cluster[3].GetAsync("a/1", token));
        }
    }

    [Fact]
    public async Task A_user_who_has_just_been_made_is_known_to_every_service_of_every_member()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var root = await cluster[1].EnableAuthAsync();
        for (var i = 0; i < Rounds / 4; i++)
        {
            await cluster[1].AddUserAsync($"user{i}", root);
            var token = await cluster[1].SignInAsync($"user{i}");
            await Task.WhenAll(LookAfter(cluster[2], token).Concat(LookAfter(cluster[3], token)));
        }
    }

    [Fact]
    public async Task The_keys_of_a_lease_are_those_that_were_put_anywhere()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var lease = (await cluster[1].GrantAsync(600)).ID;
        for (var i = 1; i <= Rounds; i++)
        {
            await cluster[1].PutAsync(new PutRequest { Key = Utf8($"{i}"), Lease = lease });
            var told = await Task.WhenAll(TimeToLiveAsync(cluster, 2, lease), TimeToLiveAsync(cluster, 3, lease));
            Assert.All(told, answer => Assert.Equal(i, answer.Keys.Count));
        }
    }

    private static Task[] LookAfter(RpcChannel channel, string token) =>
    [
        channel.CallAsync<MemberListRequest, MemberListResponse>(EtcdCalls.Cluster, "MemberList", new MemberListRequest(), token),
        channel.CallAsync<AlarmRequest, AlarmResponse>(EtcdCalls.Maintenance, "Alarm", new AlarmRequest(), token),
        channel.CallAsync<ListGroupsRequest, ListGroupsResponse>(EtcdCalls.Groups, "List", new ListGroupsRequest(), token),
    ];

    private static Task<LeaseTimeToLiveResponse> TimeToLiveAsync(ServerCluster cluster, int at, long lease) =>
        cluster[at].CallAsync<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(
            EtcdCalls.Lease, "LeaseTimeToLive", new LeaseTimeToLiveRequest { ID = lease, Keys = true });
}
