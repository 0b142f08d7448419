using Runink.Protocol;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>Servers of one cluster with many groups.</summary>
public sealed class ServerGroupsTests
{
    private const int Many = 50;

    [Fact]
    public async Task Fifty_groups_are_led_by_all_members_and_serve_without_one_of_them()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        await AddManyAsync(cluster);
        // One that is between two leaders has none.
        var leaders = (await cluster[1].GroupsAsync()).Where(group => group.Name != "sys" && group.Leader != 0).GroupBy(group => group.Leader).ToList();
        Assert.Equal(3, leaders.Count);
        await PutAllAsync(cluster, 1, "before");
        await cluster.EndAsync(3);
        await PutAllAsync(cluster, 2, "after");
        foreach (var name in Names)
            Assert.Equal($"after {name}", (await cluster[1].GetInAsync(name, "key")).Kvs[0].Value.ToStringUtf8());
        Assert.Empty((await cluster[1].GetAsync("key")).Kvs);
    }

    [Fact]
    public async Task Groups_follow_when_a_member_is_replaced()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        await AddManyAsync(cluster);
        await PutAllAsync(cluster, 1, "kept");
        var members = (await cluster[1].CallAsync<MemberListRequest, MemberListResponse>(Cluster, "MemberList", new MemberListRequest())).Members;
        await cluster.EndAsync(3);
        var gone = members.Single(member => member.Name == "n3").ID;
        await ServerCluster.UntilAsync(() => TryRemoveAsync(cluster, gone));
        Assert.All((await cluster[1].GroupsAsync()).Where(group => group.Leader != 0), group => Assert.Equal(2, group.Voters.Count));
        var added = await cluster[1].CallAsync<MemberAddRequest, MemberAddResponse>(
            Cluster, "MemberAdd", new MemberAddRequest { IsLearner = true, PeerURLs = { cluster.PeerUrl(4) } });
        await cluster.JoinAsync(4);
        await ServerCluster.UntilAsync(async () => await TryPromoteAsync(cluster, added.Member.ID));
        await ServerCluster.UntilAsync(async () => (await cluster[4].GroupsAsync()) is { Count: Many + 1 } groups
            && groups.All(group => group.Voters.Count == 3 && group.Voters.Contains(added.Member.ID)));
        foreach (var name in Names)
            Assert.Equal($"kept {name}", (await cluster[4].GetInAsync(name, "key")).Kvs[0].Value.ToStringUtf8());
    }

    private static IEnumerable<string> Names => Enumerable.Range(1, Many).Select(number => $"g{number}");

    private static Task AddManyAsync(ServerCluster cluster) => Parallel.ForEachAsync(
        Names, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (name, _) => await cluster[1].AddGroupAsync(name));

    private static Task PutAllAsync(ServerCluster cluster, int number, string value) => Parallel.ForEachAsync(
        Names, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (name, _) => await cluster[number].PutInAsync(name, "key", $"{value} {name}"));

    /// <summary>How long fifty groups take to elect and to follow is the machine's; what timed out may be asked again.</summary>
    private static async Task<bool> TryRemoveAsync(ServerCluster cluster, ulong id)
    {
        try
        {
            await cluster[1].CallAsync<MemberRemoveRequest, MemberRemoveResponse>(Cluster, "MemberRemove", new MemberRemoveRequest { ID = id });
            return true;
        }
        catch (Runink.Rpc.RpcException late) when (late.Message == KvErrors.Timeout.Message || late.Message == KvErrors.NoLeader.Message)
        {
            return false;
        }
        catch (Runink.Rpc.RpcException busy) when (busy.Message == KvErrors.Unhealthy.Message)
        {
            // The attempt before may still be under way at the leader, which does one at a time.
            return false;
        }
        catch (Runink.Rpc.RpcException done) when (done.Message == KvErrors.MemberNotFound.Message)
        {
            // It has come through meanwhile.
            return true;
        }
    }

    private static async Task<bool> TryPromoteAsync(ServerCluster cluster, ulong id)
    {
        try
        {
            await cluster[1].CallAsync<MemberPromoteRequest, MemberPromoteResponse>(Cluster, "MemberPromote", new MemberPromoteRequest { ID = id });
            return true;
        }
        catch (Runink.Rpc.RpcException refused) when (refused.Message == KvErrors.LearnerNotReady.Message)
        {
            return false;
        }
    }
}
