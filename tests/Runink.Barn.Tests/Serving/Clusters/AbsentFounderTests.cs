using Runink.Protocol;

namespace Runink.Barn.Tests;

/// <summary>A founder that has not served yet has said nothing of itself: the others know it from their configuration alone.</summary>
public sealed class AbsentFounderTests
{
    [Fact]
    public async Task A_founder_that_never_served_can_be_given_another_address_and_joins_there()
    {
        await using var cluster = new ServerCluster();
        int[] founders = [1, 2, 3];
        var wrong = founders.Select(cluster.PeerUrl).ToList()[^1];
        await Task.WhenAll(cluster.StartAsync(1, founders), cluster.StartAsync(2, founders));
        var absent = (await ListAsync(cluster, 1)).Single(member => member.PeerURLs.Contains(wrong)).ID;

        var right = cluster.Move(3);
        for (var at = 1; at <= 2; at++)
        {
            var answer = await cluster[at].CallAsync<MemberUpdateRequest, MemberUpdateResponse>(
                EtcdCalls.Cluster, "MemberUpdate", new MemberUpdateRequest { ID = absent, PeerURLs = { right } });
            Assert.Equal([right], answer.Members.Single(member => member.ID == absent).PeerURLs);
        }

        await cluster.JoinAsync(3);
        await cluster[3].PutAsync("k", "v");
        Assert.Equal("v", (await cluster[1].GetAsync("k")).Kvs.Single().Value.ToStringUtf8());
        var joined = (await ListAsync(cluster, 3)).Single(member => member.ID == absent);
        Assert.Equal(("n3", right), (joined.Name, joined.PeerURLs.Single()));

        // It votes and stands as any founder does, also after a restart.
        await cluster.StopAsync(3);
        await cluster.StartAsync(3);
        var first = await StatusAsync(cluster, 1);
        var leader = first.Leader == first.Header.MemberId ? 1 : 2;
        await cluster[leader].CallAsync<MoveLeaderRequest, MoveLeaderResponse>(
            EtcdCalls.Maintenance, "MoveLeader", new MoveLeaderRequest { TargetID = absent });
        Assert.Equal(absent, (await StatusAsync(cluster, 3)).Leader);
    }

    private static Task<StatusResponse> StatusAsync(ServerCluster cluster, int at) =>
        cluster[at].CallAsync<StatusRequest, StatusResponse>(EtcdCalls.Maintenance, "Status", new StatusRequest());

    private static async Task<IReadOnlyList<Member>> ListAsync(ServerCluster cluster, int at) => (await cluster[at]
        .CallAsync<MemberListRequest, MemberListResponse>(EtcdCalls.Cluster, "MemberList", new MemberListRequest { Linearizable = true })).Members;
}
